#pragma once
/// A JSON object written member by member, for programs that must build without any package. Not
/// thread-safe.

#include <concepts>
#include <cstdio>
#include <string>
#include <string_view>

namespace sluice::kernels {

class JsonObject {
public:
    void add(std::string_view name, std::string_view text) { add_raw(name, quoted(text)); }
    void add(std::string_view name, const char* text) { add(name, std::string_view{text}); }
    void add(std::string_view name, bool value) { add_raw(name, value ? "true" : "false"); }
    void add(std::string_view name, std::integral auto number) {
        add_raw(name, std::to_string(number));
    }
    void add(std::string_view name, double number) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", number);
        add_raw(name, text);
    }
    void add(std::string_view name, const JsonObject& object) { add_raw(name, object.text()); }

    /// One line.
    [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

private:
    void add_raw(std::string_view name, std::string_view value) {
        members_ += (members_.empty() ? "" : ", ") + quoted(name) + ": " + std::string{value};
    }

    [[nodiscard]] static std::string quoted(std::string_view text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                out += '\\';
                out += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                out += ' ';
            } else {
                out += c;
            }
        }
        return out + "\"";
    }

    std::string members_;
};

}  // namespace sluice::kernels
