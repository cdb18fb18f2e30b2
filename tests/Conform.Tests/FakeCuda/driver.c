// A driver of CUDA without a GPU: devices to choose from, memory that runs out, a device that is lost. Launches compute nothing.
//   FAKE_CUDA_INIT      what cuInit answers: an error's number
//   FAKE_CUDA_DEVICES   how many devices there are
//   FAKE_CUDA_BYTES     how much memory all of a process gets
//   FAKE_CUDA_LAUNCHES  after how many launches the device is lost
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OutOfMemory = 2, LaunchFailed = 719 };

static long long used, launches;

static long long given(const char *name, long long otherwise) {
    const char *text = getenv(name);
    return text ? atoll(text) : otherwise;
}

// Once lost, a device answers nothing else any more.
static int state(void) { return launches > given("FAKE_CUDA_LAUNCHES", 1LL << 60) ? LaunchFailed : 0; }

int cuInit(unsigned flags) { return given("FAKE_CUDA_INIT", 0); }

int cuDriverGetVersion(int *version) {
    *version = 12040;
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = given("FAKE_CUDA_DEVICES", 2);
    return 0;
}

int cuDeviceGet(int *device, int ordinal) {
    *device = ordinal;
    return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
    snprintf(name, length, "Fake %c", 'A' + device);
    return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
    *bytes = 1 << 30;
    return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    switch (attribute) {
    case 1: *value = 1024; break;       // threads of a block
    case 8: *value = 48 << 10; break;   // shared memory of a block
    case 16: *value = 4; break;         // multiprocessors
    case 75: *value = 8; break;         // compute capability, major
    case 76: *value = 0; break;         // and minor
    case 95: *value = 1; break;         // cooperative launches
    case 97: *value = 160 << 10; break; // shared memory, asked for
    default: return 1;
    }
    return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
    *context = &used;
    return 0;
}

int cuCtxSetCurrent(void *context) { return 0; }

int cuStreamCreate(void **stream, unsigned flags) {
    *stream = &used;
    return 0;
}

int cuStreamSynchronize(void *stream) { return state(); }

int cuModuleLoadData(void **module, const void *image) {
    *module = &used;
    return 0;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
    *function = &used;
    return 0;
}

int cuFuncSetAttribute(void *function, int attribute, int value) { return 0; }

int cuMemAlloc_v2(void **address, size_t bytes) {
    if (used + (long long)bytes > given("FAKE_CUDA_BYTES", 1 << 30)) {
        return OutOfMemory;
    }
    // Its size lies before it.
    size_t *block = malloc(bytes + 16);
    *block = bytes;
    used += bytes;
    *address = block + 2;
    return state();
}

int cuMemFree_v2(void *address) {
    size_t *block = (size_t *)address - 2;
    used -= *block;
    free(block);
    return state();
}

int cuMemsetD8Async(void *target, unsigned char value, size_t bytes, void *stream) {
    memset(target, value, bytes);
    return state();
}

int cuMemcpyHtoDAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    memcpy(target, source, bytes);
    return state();
}

int cuMemcpyDtoHAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    memcpy(target, source, bytes);
    return state();
}

int cuLaunchKernel() {
    launches++;
    return state();
}

int cuLaunchCooperativeKernel() { return cuLaunchKernel(); }

int cuGetErrorName(int code, const char **name) {
    *name = code == OutOfMemory    ? "CUDA_ERROR_OUT_OF_MEMORY"
            : code == LaunchFailed ? "CUDA_ERROR_LAUNCH_FAILED"
                                   : "CUDA_ERROR_UNKNOWN";
    return 0;
}

int cuGetErrorString(int code, const char **text) {
    *text = code == OutOfMemory    ? "out of memory"
            : code == LaunchFailed ? "unspecified launch failure"
                                   : "unknown error";
    return 0;
}
