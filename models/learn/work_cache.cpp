#include "models/learn/work_cache.hpp"

#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <system_error>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

/// Before the contents: the key (a renamed file is foreign) and a digest of the contents.
struct Header {
  Digest key;
  Digest contents;
};

Digest contents_digest(const Blob& blob) {
  return Hasher("blob/1").add_bytes(blob.data(), blob.size()).add(blob.size()).digest();
}

std::string private_suffix() {
  static std::atomic<unsigned> serial = 0;
  return ".part-" + std::to_string(getpid()) + "-" + std::to_string(serial++);
}

}  // namespace

WorkCache::WorkCache(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (!std::filesystem::is_directory(folder_))
    throw ConfigError("work cache '" + folder_.string() +
                      "': cannot make this folder: " + error.message());
}

std::filesystem::path WorkCache::file(const Digest& key) const {
  return folder_ / (key.text() + ".work");
}

std::optional<Blob> WorkCache::get(const Digest& key) const {
  std::ifstream in(file(key), std::ios::binary | std::ios::ate);
  if (!in) return std::nullopt;
  const std::streamoff size = in.tellg();
  Header header;
  if (size < static_cast<std::streamoff>(sizeof header)) return std::nullopt;
  in.seekg(0);
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  Blob blob(static_cast<std::size_t>(size) - sizeof header);
  in.read(reinterpret_cast<char*>(blob.data()), static_cast<std::streamsize>(blob.size()));
  if (!in || header.key != key || header.contents != contents_digest(blob)) return std::nullopt;
  return blob;
}

void WorkCache::put(const Digest& key, const Blob& blob) const {
  const std::filesystem::path target = file(key);
  const std::filesystem::path part = target.string() + private_suffix();
  const Header header{key, contents_digest(blob)};
  std::ofstream out(part, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(reinterpret_cast<const char*>(blob.data()), static_cast<std::streamsize>(blob.size()));
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, target, error);
  if (!out || error) std::filesystem::remove(part, error);
}

}  // namespace lastmile::learn
