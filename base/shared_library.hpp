#pragma once
/// A shared library opened at run time, closed with the object. Functions taken from it must not
/// be called after that. Not thread-safe.

#include <dlfcn.h>

#include <memory>
#include <string>

namespace sluice {

/// Frees the message that the loader keeps for dlerror(3) after a library or a function that it did
/// not find: the second call frees what the first has returned.
inline void forget_loader_message() noexcept {
    while (dlerror() != nullptr) {
    }
}

class SharedLibrary {
public:
    /// A path, or a name that the system's linker looks up.
    explicit SharedLibrary(const std::string& name)
        : handle_(dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        forget_loader_message();
    }

    [[nodiscard]] explicit operator bool() const noexcept { return handle_ != nullptr; }

    /// Sets `function` to the library's function of that name, or to null; true: there is one.
    template <class Function>
    bool find(const char* name, Function*& function) const {
        function =
            handle_ != nullptr ? reinterpret_cast<Function*>(dlsym(handle_.get(), name)) : nullptr;
        forget_loader_message();
        return function != nullptr;
    }

private:
    struct Close {
        void operator()(void* handle) const noexcept { dlclose(handle); }
    };
    std::unique_ptr<void, Close> handle_;
};

}  // namespace sluice
