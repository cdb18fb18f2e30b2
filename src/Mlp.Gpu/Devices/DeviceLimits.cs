namespace Mlp.Gpu;

/// <summary>What a device is and how much it takes, as its driver says.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Driver">Runtime and version: <c>OpenCL 3.0 PoCL 3.1</c>.</param>
/// <param name="ComputeUnits">Groups that run at one time, at least.</param>
/// <param name="GroupThreads">Most threads of a group.</param>
/// <param name="LocalBytes">Local memory of a group.</param>
/// <param name="BufferBytes">Most bytes of one buffer.</param>
/// <param name="HasFloat64">Whether it computes in float64.</param>
/// <param name="StayingGroups">Groups that are known to run all at one time, so that they can wait for each other; 0 where nothing is known.</param>
/// <param name="IsCpu">Whether it is a CPU, which runs the threads of a group one after another.</param>
/// <param name="StayingThreads">Threads of such a group that keep its compute unit busy.</param>
/// <param name="StepsWorthCompiling">Steps of an epoch from which on a kernel of such groups is compiled for one model alone.</param>
/// <param name="GroupsDown">Most groups along the second axis of a launch.</param>
/// <param name="NearBytes">Memory near its threads that such a group may ask for, beside what kernels declare; 0 where all memory is as near.</param>
internal sealed record DeviceLimits(
    string Name,
    string Driver,
    int ComputeUnits,
    long GroupThreads,
    long LocalBytes,
    long BufferBytes,
    bool HasFloat64,
    int StayingGroups,
    bool IsCpu = false,
    int StayingThreads = 128,
    int StepsWorthCompiling = int.MaxValue,
    int GroupsDown = int.MaxValue,
    int NearBytes = 0
);
