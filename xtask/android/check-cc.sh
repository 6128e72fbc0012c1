#!/bin/sh
# CHECK-ONLY: every -c yields an EMPTY object for the target. Never link or ship what it makes.
#
# `cargo xtask android check` needs build scripts that compile C (SQLCipher, OpenSSL, ring, a JPEG library) to come to an
# end on a machine without Android's C library. This verifies nothing about the C code: it is not read at all.
# Questions about the compiler (-E, --version) go to the real clang, so that build scripts find out what they talk to.
triple=${VUNGSAM_CHECK_TRIPLE:?set by cargo xtask android check}
clang=${VUNGSAM_CHECK_CLANG:?set by cargo xtask android check}
out=
source=
previous=
compiles=0
asks=0
for arg in "$@"; do
  [ "$previous" = -o ] && out=$arg
  case "$arg" in
    -c) compiles=1 ;;
    -E) asks=1 ;;
    -o?*) out=${arg#-o} ;;
    *.c | *.cc | *.cpp | *.S | *.s | *.asm) source=$arg ;;
  esac
  previous=$arg
done
if [ $asks = 0 ] && [ $compiles = 1 ]; then
  if [ -z "$out" ] && [ -n "$source" ]; then
    out=$(basename "$source")
    out=${out%.*}.o
  fi
  exec "$clang" --target="$triple" -x c -c /dev/null -o "$out"
fi
exec "$clang" --target="$triple" "$@"
