#include "difficulty/lab/scratch_folder.hpp"

#include <cstdlib>
#include <system_error>

namespace sluice::difficulty {

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sluice-lab-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) {
        path_ = name;
    }
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace sluice::difficulty
