#include "lab/support/scratch_folder.hpp"

#include <cstdlib>
#include <system_error>

namespace sluice::lab {

ScratchFolder::ScratchFolder() {
    const std::string pattern = "sluice-lab-" + std::string(6, 'X');  // for mkdtemp to fill in
    std::string name = (std::filesystem::temp_directory_path() / pattern).string();
    if (::mkdtemp(name.data()) != nullptr) {
        path_ = name;
    }
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace sluice::lab
