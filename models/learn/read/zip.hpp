// The members of a zip archive, as npz.hpp needs them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lastmile::learn {

class ZipArchive {
 public:
  /// Reads the directory at the end. `bytes` must outlive the archive.
  ZipArchive(std::string_view bytes, std::string file);

  [[nodiscard]] bool has(const std::string& member) const { return members_.contains(member); }
  /// Its contents, unpacked. REQUIRES: has(member).
  [[nodiscard]] std::string contents(const std::string& member) const;
  [[nodiscard]] std::string names() const;  ///< of all members, for errors

 private:
  struct Member {
    std::uint64_t method, packed, size, header;
  };
  void read_directory(std::size_t end);
  [[nodiscard]] std::size_t find_end() const;

  std::string_view bytes_;
  std::string file_;
  std::map<std::string, Member> members_;
};

}  // namespace lastmile::learn
