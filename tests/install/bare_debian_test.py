#!/usr/bin/env python3
"""The archive and the package on a Debian with nothing but its base system.

usage: bare_debian_test.py BUILD_FOLDER

A base system is made with debootstrap from the mirror that this machine's own apt uses. There a user without
rights unpacks the archive and runs it; then the package is installed with apt, runs a scenario with its
picture, builds a policy in C++, and both module systems load the module file. Skipped (exit status 77) with
the reason where that cannot be done.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
INSIDE = "--inside"
USER = 12345
SCENARIOS = "share/lastmile/scenarios"
SCENARIO = f"{SCENARIOS}/tutorial/first.lua"
SWEEP = ("camera_or_edge.lua", "--grid", "network=fluid,ns3", "--grid", "cameras=1,2", "--seeds", "2")
MODULE = "module use {share}/modulefiles && module load lastmile && lastmile list devices | grep -c jetson"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def done(*words, **options):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False,
                            stdin=subprocess.DEVNULL, **options)
    if result.returncode != 0:
        sys.exit(f"failed: {words}\n{result.stdout[-4000:]}\n{result.stderr[-4000:]}")
    return result.stdout + result.stderr


def release():
    lines = pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    facts = dict(line.split("=", 1) for line in lines if "=" in line)
    return facts.get("ID", ""), facts.get("VERSION_CODENAME", "")


def mirror(codename):
    """Where apt of this machine takes the release from; "" if it does not."""
    listed = done("apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)",
                  "Created-By: Packages")
    for line in listed.splitlines():
        if line.startswith(f"{codename} main "):
            return line.split()[2]
    return ""


class Bare:
    """The base system in a folder."""

    def __init__(self, folder, codename, source):
        self.root = folder / "root"
        done("debootstrap", "--variant=minbase", codename, self.root, source)
        done("mount", "-t", "proc", "proc", self.root / "proc")
        self.home = self.root / "home/researcher"
        self.home.mkdir()
        os.chown(self.home, USER, USER)

    def as_root(self, command):
        return done("chroot", self.root, "bash", "-c", command, env=self.environment("/root"))

    def as_user(self, command):
        return done("chroot", f"--userspec={USER}:{USER}", self.root, "bash", "-c",
                    f"cd /home/researcher && {command}", env=self.environment("/home/researcher"))

    @staticmethod
    def environment(home):
        return {**os.environ, "HOME": home, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

    def install(self, *packages):
        wanted = " ".join(packages)
        self.as_root(f"apt-get -q update && apt-get -q install -y --no-install-recommends {wanted}")


def expect(condition, what, text=""):
    print(f"{'holds' if condition else 'FAILS'}  {what}", flush=True)
    if not condition:
        sys.exit(text or 1)


def same_results(program, folder, run, sweep):
    """The same here, with the program that was built on this machine."""
    done(program, "run", "scenarios/tutorial/first.lua", "--network", "ns3", "--out", folder / "run.h5")
    done("h5diff", "--exclude-path", "/provenance", folder / "run.h5", run)
    done(program, "sweep", f"scenarios/sweeps/{SWEEP[0]}", *SWEEP[1:], "--out", folder / "sweep")
    done("h5diff", "--exclude-path", "/provenance", folder / "sweep/merged.h5", sweep)
    print("holds  archive: the results are those of the program that was built here")


def try_archive(bare, build, folder):
    done("cmake", "--build", build, "--target", "archive")
    archive = next(build.glob("lastmile-*-linux-*.tar.gz"))
    shutil.copy(archive, bare.home)
    prefix = archive.name.removesuffix(".tar.gz")
    none = not any(bare.root.glob("usr/lib/**/libns3*")) and not any(bare.root.glob("usr/lib/**/libhdf5*"))
    expect(none, "the base system has none of our libraries")
    text = bare.as_user(f"tar xzf {archive.name} && cd {prefix} && "
                        f"bin/lastmile run {SCENARIO} --network ns3 --out ../archive.h5")
    expect("at the edge" in text and "No picture:" in text, "archive: a user runs a scenario on ns-3", text)
    bare.as_user(f"cd {prefix} && bin/lastmile sweep {SCENARIOS}/sweeps/{' '.join(SWEEP)} --out ../sweep")
    merged = bare.home / "sweep/merged.h5"
    expect(merged.exists(), "archive: a sweep, a process a point")
    same_results(build / "scenarios/lastmile-sim", folder, bare.home / "archive.h5", merged)
    text = bare.as_user(f"ln -s {prefix}/bin/lastmile linked && ./linked show device raspberry-pi-4")
    expect("Cortex" in text, "archive: through a link, from another folder", text)


def try_package(bare, build, folder):
    done("cpack", "--config", build / "CPackConfig.cmake", "-G", "DEB", "-B", folder / "packages")
    package = next((folder / "packages").glob("*.deb"))
    shutil.copy(package, bare.root / "tmp")
    bare.install(f"/tmp/{package.name}")
    text = bare.as_user(f"lastmile run /usr/{SCENARIO} --out package.h5")
    expect("Picture: /home/researcher/package.png" in text, "package: a scenario with its picture", text)
    bare.as_user("lastmile report package.h5")
    expect((bare.home / "package.html").stat().st_size > 10000, "package: the page of a result")


def try_own_policy(bare):
    bare.install("cmake", "g++", "make")
    text = bare.as_user("cp -r /usr/share/lastmile/scenarios/tutorial/own_policy_cpp own && cd own && "
                        "cmake -S . -B build && cmake --build build && "
                        "lastmile run burst_size.lua --plugin build/burst_size.so")
    expect("by size" in text and "Picture:" in text, "package: a policy in C++ of the user's own", text)


def try_modules(bare):
    share = next(bare.home.glob("lastmile-*/share/lastmile"))
    load = MODULE.format(share=f"/{share.relative_to(bare.root)}")
    bare.as_root("apt-get -q remove -y lastmile")
    expect(not (bare.root / "usr/share/lastmile").exists(), "package: removed without a rest")
    for package, start in (("environment-modules", "/usr/share/modules/init/bash"),
                           ("lmod", "/usr/share/lmod/lmod/init/bash")):
        bare.install(package)
        text = bare.as_user(f"source {start} && {load}")
        expect(int(text.split()[-1]) > 3, f"module file: loaded by {package}", text)
        bare.as_root(f"apt-get -q remove -y {package}")


def inside(build):
    _, codename = release()
    folder = pathlib.Path(tempfile.mkdtemp())
    started = time.monotonic()
    try:
        bare = Bare(folder, codename, mirror(codename))
        try_archive(bare, build, folder)
        try_package(bare, build, folder)
        try_own_policy(bare)
        try_modules(bare)
    finally:
        subprocess.run(["umount", folder / "root/proc"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - started:.0f} s")


def main():
    if sys.argv[1] == INSIDE:
        inside(pathlib.Path(sys.argv[2]))
        return
    system, codename = release()
    if system != "debian":
        skip("this is not Debian")
    if os.geteuid() != 0:
        skip("needs root, for chroot")
    for program in ("debootstrap", "cpack", "dpkg-shlibdeps"):
        if shutil.which(program) is None:
            skip(f"needs {program}")
    source = mirror(codename)
    if not source:
        skip(f"apt of this machine has no source for {codename}")
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode != 0:
        skip("mounts are not allowed here")
    if subprocess.run(["apt-get", "-q", "download", "--print-uris", "base-files"], check=False,
                      capture_output=True, cwd="/tmp").returncode != 0:
        skip("apt has no lists of packages: apt-get update")
    reached = f"import urllib.request; urllib.request.urlopen('{source}dists/{codename}/Release', timeout=20)"
    if subprocess.run([sys.executable, "-c", reached], check=False, capture_output=True).returncode != 0:
        skip(f"{source} cannot be reached")
    os.execvp("unshare", ["unshare", "--mount", sys.executable, "-B", __file__, INSIDE,
                          os.path.abspath(sys.argv[1])])


if __name__ == "__main__":
    main()
