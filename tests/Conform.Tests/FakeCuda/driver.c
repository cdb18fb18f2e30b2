// A driver of CUDA without a GPU: devices to choose from, memory that runs out, a device that is lost. Launches compute nothing.
//   FAKE_CUDA_INIT      what cuInit answers: an error's number
//   FAKE_CUDA_DEVICES   how many devices there are
//   FAKE_CUDA_BYTES     how much memory all of a process gets
//   FAKE_CUDA_LAUNCHES  after how many launches the device is lost; a graph counts as what it launches
//   FAKE_CUDA_DRIVER    the version of the driver: 12040 is 12.4
//   FAKE_CUDA_REFUSES   what is refused for want of memory: how many devices there are (count), a kernel, a queue (stream), locked memory (lock),
//                       or a call of graphs (create, add, instantiate, set, launch)
//   FAKE_CUDA_LOG       a file that gets a line for each launch, and for what becomes of each graph, of locked memory and of a context that is given back
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { InvalidValue = 1, OutOfMemory = 2, LaunchFailed = 719 };

static long long used, launches;

static long long given(const char *name, long long otherwise) {
    const char *text = getenv(name);
    return text ? atoll(text) : otherwise;
}

static void log_line(const char *format, ...) {
    static FILE *file;
    const char *name = getenv("FAKE_CUDA_LOG");
    if (name && (file || (file = fopen(name, "w")))) {
        va_list values;
        va_start(values, format);
        vfprintf(file, format, values);
        va_end(values);
        fflush(file);
    }
}

// Once lost, a device answers nothing else any more.
static int state(void) { return launches > given("FAKE_CUDA_LAUNCHES", 1LL << 60) ? LaunchFailed : 0; }

static int refused(const char *what) {
    const char *name = getenv("FAKE_CUDA_REFUSES");
    return name && strcmp(name, what) == 0 ? OutOfMemory : state();
}

int cuInit(unsigned flags) { return given("FAKE_CUDA_INIT", 0); }

int cuDriverGetVersion(int *version) {
    *version = given("FAKE_CUDA_DRIVER", 12040);
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = given("FAKE_CUDA_DEVICES", 2);
    return refused("count");
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
    case 6: *value = 65535; break;      // blocks along the second axis of a launch
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

int cuDevicePrimaryCtxRelease_v2(int device) {
    log_line("release %d\n", device);
    return 0;
}

int cuCtxSetCurrent(void *context) { return 0; }

int cuStreamCreate(void **stream, unsigned flags) {
    *stream = &used;
    return refused("stream");
}

int cuStreamSynchronize(void *stream) { return state(); }

int cuModuleLoadData(void **module, const void *image) {
    *module = &used;
    return 0;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
    *function = strdup(name);
    return refused(name);
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

// Its size lies before it.
int cuMemHostAlloc(void **address, size_t bytes, unsigned flags) {
    size_t *block = malloc(bytes + 16);
    *block = bytes;
    *address = block + 2;
    log_line("lock %zu\n", bytes);
    return refused("lock");
}

int cuMemFreeHost(void *address) {
    size_t *block = (size_t *)address - 2;
    log_line("unlock %zu\n", *block);
    free(block);
    return state();
}

static int launch(const char *function) {
    launches++;
    log_line("kernel %s\n", function);
    return state();
}

int cuLaunchKernel(const char *function, ...) { return launch(function); }

int cuLaunchCooperativeKernel(const char *function, ...) { return launch(function); }

// What a kernel is launched with in a graph.
typedef struct {
    const char *function;
    unsigned grid[3], block[3], shared;
    void **arguments, **extra;
} Parameters;

typedef struct Graph Graph;

typedef struct {
    Graph *graph;
    const char *function;
    unsigned grid[3], block[3];
    int first, is_set;
} Node;

// A graph and what is made of it are one: nothing here makes two of one.
struct Graph {
    int number, nodes;
    Node node[64];
    char text[4096];
};

// The place of the first row that `gather` brings; of other kernels 0.
static int first_of(const Parameters *parameters) {
    return strcmp(parameters->function, "gather") == 0 ? *(int *)parameters->arguments[5] : 0;
}

int cuGraphCreate(Graph **graph, unsigned flags) {
    static int number;
    *graph = calloc(1, sizeof(Graph));
    (*graph)->number = __sync_fetch_and_add(&number, 1);
    return refused("create");
}

int cuGraphAddKernelNode(Node **added, Graph *graph, Node **needed, size_t count, const Parameters *parameters) {
    Node *node = &graph->node[graph->nodes++];
    char *text = graph->text + strlen(graph->text);
    node->graph = graph;
    node->function = parameters->function;
    memcpy(node->grid, parameters->grid, sizeof node->grid);
    memcpy(node->block, parameters->block, sizeof node->block);
    node->first = first_of(parameters);
    text += sprintf(text, " %s(", node->function);
    for (size_t i = 0; i < count; i++) {
        text += sprintf(text, "%s%d", i ? "," : "", (int)(needed[i] - graph->node));
    }
    strcpy(text, ")");
    *added = node;
    int is_plain = node->grid[2] == 1 && node->block[2] == 1 && parameters->shared == 0 && !parameters->extra;
    return is_plain ? refused("add") : InvalidValue;
}

int cuGraphInstantiateWithFlags(Graph **executable, Graph *graph, unsigned long long flags) {
    log_line("graph %d:%s\n", graph->number, graph->text);
    *executable = graph;
    return refused("instantiate");
}

int cuGraphExecKernelNodeSetParams(Graph *executable, Node *node, const Parameters *parameters) {
    if (node->graph != executable || node->function != parameters->function ||
        memcmp(node->grid, parameters->grid, sizeof node->grid) || memcmp(node->block, parameters->block, sizeof node->block)) {
        return InvalidValue;
    }
    node->first = first_of(parameters);
    node->is_set++;
    return refused("set");
}

int cuGraphLaunch(Graph *executable, void *stream) {
    char line[4096], *end = line;
    for (Node *node = executable->node; node < executable->node + executable->nodes; node++) {
        for (; node->is_set; node->is_set--) {
            end += sprintf(end, " %s", node->function);
        }
    }
    *end = 0;
    launches += executable->nodes;
    log_line("launch %d from row %d:%s\n", executable->number, executable->node->first, line);
    return refused("launch");
}

int cuGraphExecDestroy(Graph *executable) { return 0; }

int cuGraphDestroy(Graph *graph) {
    log_line("free %d\n", graph->number);
    free(graph);
    return 0;
}

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
