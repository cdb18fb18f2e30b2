namespace Mlp.Gpu;

/// <summary>What a device is and how much it takes, as its driver says.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Driver">Runtime and version: <c>OpenCL 3.0 PoCL 3.1</c>.</param>
/// <param name="ComputeUnits">Groups that run at one time, at least.</param>
/// <param name="GroupThreads">Most threads of a group.</param>
/// <param name="LocalBytes">Local memory of a group.</param>
/// <param name="BufferBytes">Most bytes of one buffer.</param>
/// <param name="HasFloat64">Whether it computes in float64.</param>
/// <param name="StayingGroups">Groups that are known to run all at one time, so that they can meet; 0 where nothing is known.</param>
internal sealed record DeviceLimits(
    string Name,
    string Driver,
    int ComputeUnits,
    long GroupThreads,
    long LocalBytes,
    long BufferBytes,
    bool HasFloat64,
    int StayingGroups
);
