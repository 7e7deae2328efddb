// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for NVIDIA's CUDA runtime in packages that work on the CPU: what LibTorch's profiler asks of it, with the
// answer of a machine without a GPU. The numbers are those of the runtime's own errors.
enum { kNoDevice = 100 };

int cudaDeviceSynchronize(void) { return kNoDevice; }
int cudaGetDeviceProperties(void* properties, int device) {
  (void)properties;
  (void)device;
  return kNoDevice;
}
int cudaGetDeviceCount(int* count) {
  if (count) *count = 0;
  return kNoDevice;
}
int cudaDriverGetVersion(int* version) {
  if (version) *version = 0;
  return kNoDevice;
}
int cudaRuntimeGetVersion(int* version) {
  if (version) *version = 0;
  return kNoDevice;
}
const char* cudaGetErrorString(int error) { return error ? "no CUDA in this package" : "no error"; }
