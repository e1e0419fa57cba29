"""A Slurm of one node, with munged, slurmctld and slurmd of its own, all on the loopback interface.

    with OneNode(folder) as cluster: cluster.run("squeue")

Everything lies in `folder`; the daemons are ended by their own process ids. Needs root (slurmd does).
"""
import os
import pathlib
import shutil
import socket
import subprocess
import time

DAEMONS = ("munged", "slurmctld", "slurmd")
CONFIG = """ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={ctld_port}
SlurmdPort={slurmd_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CommunicationParameters=NoInAddrAny
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=2
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,defer_batch
PriorityType=priority/basic
NodeName=localhost NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=short Nodes=localhost Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""


class SlurmError(Exception):
    """What did not start, with the end of its log."""


def missing():
    """Why there can be no cluster here; None when there can."""
    if os.geteuid() != 0:
        return "slurmd needs root"
    paths = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    lacking = [name for name in DAEMONS if not shutil.which(name, path=paths)]
    return f"{', '.join(lacking)} missing: apt-get install slurm-wlm munge" if lacking else None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class OneNode:
    def __init__(self, folder, cpus=2):
        self.folder, self.cpus, self.daemons = pathlib.Path(folder), cpus, []
        paths = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        self.environment = {**os.environ, "PATH": paths, "SLURM_CONF": str(self.folder / "slurm.conf")}

    def __enter__(self):
        try:
            self.prepare()
            self.start_munge()
            self.start("slurmctld", "-D", "-c", "-f", self.environment["SLURM_CONF"])
            self.start("slurmd", "-D", "-N", "localhost", "-f", self.environment["SLURM_CONF"])
            self.wait_until(lambda: "idle" in self.run("sinfo", "-h", "-o", "%t").stdout, "the node is not idle")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def prepare(self):
        os.chmod(self.folder, 0o755)
        for name in ("munge", "state", "spool", "logs"):
            (self.folder / name).mkdir()
        os.chmod(self.folder / "munge", 0o755)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        os.chmod(key, 0o400)
        text = CONFIG.format(folder=self.folder, cpus=self.cpus, ctld_port=free_port(), slurmd_port=free_port())
        (self.folder / "slurm.conf").write_text(text, encoding="utf-8")

    def start_munge(self):
        munge = self.folder / "munge"
        self.start("munged", "--foreground", "--force", f"--key-file={self.folder}/munge.key",
                   f"--socket={munge}/socket", f"--pid-file={munge}/pid", f"--log-file={munge}/log",
                   f"--seed-file={munge}/seed", "--num-threads=2")
        self.wait_until((munge / "socket").exists, "munged has no socket")

    def start(self, name, *arguments):
        with open(self.folder / "logs" / name, "wb") as log:
            self.daemons.append((name, subprocess.Popen([shutil.which(name, path=self.environment["PATH"]), *arguments],
                                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                        env=self.environment)))

    def wait_until(self, holds, what, limit_s=60):
        end = time.monotonic() + limit_s
        while not holds():
            gone = [name for name, process in self.daemons if process.poll() is not None]
            if gone or time.monotonic() > end:
                raise SlurmError(f"{what}; ended: {gone}\n{self.logs()}")
            time.sleep(0.1)

    def logs(self):
        return "\n".join(f"== {path.name}\n{path.read_text(errors='replace')[-1500:]}"
                         for path in sorted((self.folder / "logs").iterdir()))

    def run(self, *words, **options):
        return subprocess.run(words, check=False, capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, env=self.environment, **options)

    def jobs(self):
        """Numbers of the jobs that wait or run."""
        return self.run("squeue", "-h", "-r", "-o", "%i %t").stdout.split("\n")[:-1]

    def stop(self):
        self.run("scancel", "--user=root") if len(self.daemons) == len(DAEMONS) else None
        for _, process in reversed(self.daemons):
            process.terminate()
        for _, process in reversed(self.daemons):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
