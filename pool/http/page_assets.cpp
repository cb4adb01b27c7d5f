#include "pool/http/page_assets.hpp"

#include <algorithm>

namespace sluice::pool {

const PageAsset* find_page_asset(std::string_view path) noexcept {
    const std::string_view wanted = path == "/" ? "/index.html" : path;
    const auto assets = page_assets();
    const auto found = std::find_if(assets.begin(), assets.end(),
                                    [&](const PageAsset& asset) { return asset.path == wanted; });
    return found == assets.end() ? nullptr : &*found;
}

}  // namespace sluice::pool
