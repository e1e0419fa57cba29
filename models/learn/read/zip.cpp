#include "models/learn/read/zip.hpp"

#include "models/learn/read/byte_reader.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kEndRecord = 22, kLongestComment = 0xffff;
constexpr std::uint64_t kDirectoryEntry = 0x02014b50, kLocalHeader = 0x04034b50;

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes, std::string file)
    : bytes_(bytes), file_(std::move(file)) {
  read_directory(find_end());
}

std::size_t ZipArchive::find_end() const {
  const std::size_t from = bytes_.size() > kEndRecord + kLongestComment
                               ? bytes_.size() - kEndRecord - kLongestComment
                               : 0;
  const std::size_t at = bytes_.substr(from).rfind("PK\x05\x06");
  if (at == std::string_view::npos)
    ByteReader(bytes_, file_).refuse("a zip archive without directory at its end");
  return from + at;
}

void ZipArchive::read_directory(std::size_t end) {
  ByteReader in(bytes_, file_);
  in.seek(end + 10, "the number of members");
  const std::uint64_t count = in.little(2, "the end record");
  in.take(4, "the end record");
  in.seek(in.little(4, "the end record"), "the directory");
  for (std::uint64_t i = 0; i < count; ++i) {
    if (in.little(4, "the directory") != kDirectoryEntry) in.refuse("no entry of the directory");
    in.take(4, "the directory");
    if ((in.little(2, "the directory") & 1) != 0) in.refuse("an encrypted member");
    Member member{};
    member.method = in.little(2, "the directory");
    in.take(8, "the directory");
    member.packed = in.little(4, "the directory");
    member.size = in.little(4, "the directory");
    const std::uint64_t name = in.little(2, "the directory"), extra = in.little(2, "the directory"),
                        comment = in.little(2, "the directory");
    in.take(8, "the directory");
    member.header = in.little(4, "the directory");
    const std::string_view text = in.take(name, "a member's name");
    in.take(extra + comment, "the directory");
    members_.emplace(text, member);
  }
}

std::string ZipArchive::contents(const std::string& name) const {
  const Member& member = members_.at(name);
  ByteReader in(bytes_, file_ + ", member '" + name + "'");
  in.seek(member.header, "the member");
  if (in.little(4, "its header") != kLocalHeader) in.refuse("no header of a member");
  in.take(22, "its header");
  const std::uint64_t text = in.little(2, "its header"), extra = in.little(2, "its header");
  in.take(text + extra, "its header");
  const std::size_t at = in.at();
  const std::string_view packed = in.take(member.packed, "its data");
  if (member.method == 8)
    return inflated(packed, member.size, Packing::raw_deflate, file_ + ", member '" + name + "'",
                    at);
  if (member.method != 0)
    in.refuse("packed by method " + std::to_string(member.method) +
              "; 0 (stored) and 8 (deflated) are read");
  if (member.packed != member.size) in.refuse("a stored member of two sizes");
  return std::string(packed);
}

std::string ZipArchive::names() const {
  std::string list;
  for (const auto& [name, ignored] : members_) {
    if (list.size() > 400) return list + ", ...";
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

}  // namespace lastmile::learn
