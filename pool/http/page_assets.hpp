#pragma once
/// The files of the web page, built by Vite from pool/page and compiled into the program: there is
/// no folder to install and no path a request could climb out of. Constant data, any thread.

#include <span>
#include <string_view>

namespace sluice::pool {

struct PageAsset {
    std::string_view path;  ///< as requested: "/index.html", "/assets/index-1a2b3c4d.js"
    std::string_view content_type;
    std::string_view etag;  ///< quoted, of the content
    std::string_view body;
};

[[nodiscard]] std::span<const PageAsset> page_assets() noexcept;

/// "/" is the page itself; null when there is no such file.
[[nodiscard]] const PageAsset* find_page_asset(std::string_view path) noexcept;

}  // namespace sluice::pool
