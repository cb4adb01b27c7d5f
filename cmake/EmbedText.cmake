# Turns a text file into a C++ source that defines it as a std::string_view:
#   cmake -DINPUT=file -DOUTPUT=file.cpp -DHEADER=kernels/x.hpp -DNAMESPACE=a::b -DNAME=x -P EmbedText.cmake
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}"
    "#include \"${HEADER}\"\n\n"
    "constinit const std::string_view ${NAMESPACE}::${NAME} = R\"text(${text})text\";\n")
