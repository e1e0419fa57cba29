#include "scenarios/host/sweep/part_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>

#include "analysis/byte_text.hpp"
#include "models/learn/digest.hpp"
#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "LMPOINT1";
constexpr std::size_t kDigits = 32;
constexpr std::uint64_t kFilesInFolder = 1000;

std::string digest_of(std::string_view bytes) {
  return learn::Hasher("point record").add_bytes(bytes.data(), bytes.size()).digest().text();
}

std::string sealed(const Part& part) {
  analysis::ByteWriter body;
  body.add(part.number);
  body.add(static_cast<std::uint8_t>(part.state));
  body.add(std::string_view(part.hash));
  body.add(part.peak_memory_bytes);
  body.add(std::string_view(part.payload));
  const std::string inner = body.take();
  analysis::ByteWriter record;
  record.add(static_cast<std::uint64_t>(inner.size()));
  std::string bytes = std::string(kMark) + record.take() + inner;
  return bytes + digest_of(bytes);
}

struct Opened {
  Part part;
  std::size_t size = 0;  ///< of the whole record
};

// Of the bytes that begin with a mark; none when they are no whole record.
std::optional<Opened> opened(std::string_view bytes) {
  const std::size_t head = kMark.size() + sizeof(std::uint64_t);
  if (bytes.size() < head + kDigits || !bytes.starts_with(kMark)) return std::nullopt;
  std::uint64_t inner = 0;
  std::memcpy(&inner, bytes.data() + kMark.size(), sizeof inner);
  if (inner > bytes.size() - head - kDigits) return std::nullopt;
  const std::size_t body = head + inner;
  if (bytes.substr(body, kDigits) != digest_of(bytes.substr(0, body))) return std::nullopt;
  analysis::ByteReader in(bytes.substr(head, inner));
  Opened result;
  result.part.number = in.number<std::uint64_t>();
  result.part.state = static_cast<PartState>(in.number<std::uint8_t>());
  result.part.hash = in.text();
  result.part.peak_memory_bytes = in.number<double>();
  result.part.payload = in.text();
  result.size = body + kDigits;
  return result;
}

class Finder {
 public:
  Finder(Parts& parts, const std::function<void(const Part&)>& each) : parts_(parts), each_(each) {}

  void look_into(const fs::path& file) {
    const std::string bytes = read_whole_file(file.string());
    const auto index = static_cast<std::uint32_t>(parts_.files.size());
    parts_.files.push_back(file.string());
    std::string_view all = bytes;
    std::size_t at = 0;
    bool whole = true;
    while (at < all.size()) {
      if (auto record = opened(all.substr(at))) {
        take(*record, index, at);
        at += record->size;
        continue;
      }
      whole = false;
      const std::size_t next = all.find(kMark, at + 1);
      at = next == std::string_view::npos ? all.size() : next;
    }
    if (!whole || bytes.empty()) parts_.damaged.push_back(file.string() + ": cut off or changed");
  }

 private:
  void take(const Opened& record, std::uint32_t file, std::size_t offset) {
    const Part& part = record.part;
    const auto known = parts_.found.find(part.number);
    if (known != parts_.found.end() && known->second.state == PartState::done &&
        part.state != PartState::done)
      return;
    parts_.found[part.number] = {part.state, part.hash, file, offset, record.size};
    if (each_) each_(part);
  }
  Parts& parts_;
  const std::function<void(const Part&)>& each_;
};

std::string host_name() {
  char host[128] = "";
  gethostname(host, sizeof host - 1);
  return host;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw ConfigError("cannot make the folder " + folder.string() + ": " + error.message());
}

bool is_part(const fs::path& file) {
  return file.extension() == ".part" || file.extension() == ".parts";
}

}  // namespace

Part Parts::read(std::uint64_t number) const {
  const PartPlace& place = found.at(number);
  const std::string& path = files[place.file];
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string bytes(place.size, '\0');
  const ssize_t n =
      file < 0 ? -1 : ::pread(file, bytes.data(), bytes.size(), static_cast<off_t>(place.offset));
  if (file >= 0) ::close(file);
  std::optional<Opened> record;
  if (n == static_cast<ssize_t>(bytes.size())) record = opened(bytes);
  if (!record || record->part.number != number)
    throw ConfigError(path + " changed while it was read");
  return std::move(record->part);
}

Parts find_parts(const std::vector<std::string>& folders,
                 const std::function<void(const Part&)>& each) {
  Parts parts;
  std::vector<fs::path> files;
  std::error_code error;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder + "/parts", error)) {
      if (is_part(entry.path())) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  Finder finder(parts, each);
  for (const fs::path& file : files) finder.look_into(file);
  return parts;
}

PartWriter::~PartWriter() {
  if (file_ >= 0) ::close(file_);
}

void PartWriter::write(const Part& part) {
  const std::string record = sealed(part);
  if (few_files_) return append(record);
  char name[32], group[24];
  std::snprintf(group, sizeof group, "%06llu",
                static_cast<unsigned long long>(part.number / kFilesInFolder));
  std::snprintf(name, sizeof name, "%09llu.part", static_cast<unsigned long long>(part.number));
  const fs::path place = fs::path(folder_) / "parts" / group;
  make_folder(place);
  write_whole_file((place / name).string(), record);
}

void PartWriter::append(const std::string& record) {
  if (file_ < 0) {
    make_folder(fs::path(folder_) / "parts");
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    file_path_ = folder_ + "/parts/" + host_name() + "-" + std::to_string(getpid()) + "-" +
                 std::to_string(now) + ".parts";
    file_ = ::open(file_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ < 0) throw ConfigError("cannot write " + file_path_ + ": " + std::strerror(errno));
  }
  const off_t before = ::lseek(file_, 0, SEEK_END);
  const int error = write_all(file_, record);
  if (error == 0) return;
  const bool cut_back = ::ftruncate(file_, before) == 0;
  throw ConfigError("cannot write " + file_path_ + ": " + std::strerror(error) +
                    (cut_back ? "" : "; its last record is damaged"));
}

void remove_leftovers(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> old;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".new") &&
        (name.find(".part.") != std::string::npos || name.starts_with("merged.h5."))) {
      old.push_back(entry.path());
    }
  }
  for (const fs::path& path : old) fs::remove(path, error);
}

}  // namespace lastmile::scenarios
