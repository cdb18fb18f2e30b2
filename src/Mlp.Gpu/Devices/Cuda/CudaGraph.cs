using Microsoft.Win32.SafeHandles;

namespace Mlp.Gpu;

/// <summary>Launches as a graph of CUDA, ready to run; freed when disposed of, or when nothing refers to it any more.</summary>
internal sealed unsafe class CudaGraph : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly CudaDevice device;
    private readonly CudaLaunch[] shape;
    private readonly ulong[] arguments;
    private readonly nint[] nodes;
    private readonly string what;
    private readonly nint executable;

    /// <summary>A graph of launches, with those arguments.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public CudaGraph(
        CudaDevice device,
        ReadOnlySpan<CudaLaunch> shape,
        ReadOnlySpan<ulong> arguments
    )
        : base(ownsHandle: true)
    {
        this.device = device;
        this.shape = shape.ToArray();
        this.arguments = arguments.ToArray();
        nodes = new nint[shape.Length];
        what = $"kernels '{shape[0].Name}' to '{shape[^1].Name}'";
        nint graph,
            ready;
        device.Check(CudaDriver.GraphCreate(&graph, 0), $"making a graph of {what}");
        SetHandle(graph);
        try
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                Add(i);
            }

            device.Check(
                CudaDriver.GraphInstantiate(&ready, graph, 0),
                $"making a graph of {what}"
            );
        }
        catch
        {
            // At once: what is short may be memory.
            Dispose();
            throw;
        }

        executable = ready;
    }

    /// <summary>The launches.</summary>
    public ReadOnlySpan<CudaLaunch> Shape => shape;

    /// <summary>Queues the launches with other arguments.</summary>
    public void Launch(ReadOnlySpan<ulong> next)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var (first, count) = shape[i].Arguments;
            var before = arguments.AsSpan(first, count);
            var now = next.Slice(first, count);
            if (!now.SequenceEqual(before))
            {
                Set(i, next);
                now.CopyTo(before);
            }
        }

        device.Enqueue(executable, what);
    }

    protected override bool ReleaseHandle()
    {
        // The thread of the finalizer has no context of its own. What still runs is freed by the driver when it has ended.
        var isReleased = CudaDriver.ContextSetCurrent(device.Context) == 0;
        if (executable != 0)
        {
            isReleased &= CudaDriver.GraphExecDestroy(executable) == 0;
        }

        return isReleased & (CudaDriver.GraphDestroy(handle) == 0);
    }

    // The launches that one needs are made before it, and follow each other.
    private void Add(int i)
    {
        ref readonly var launch = ref shape[i];
        var (first, count) = launch.Needs;
        var places = stackalloc void*[launch.Arguments.Count];
        fixed (ulong* values = arguments)
        fixed (nint* node = nodes)
        {
            var parameters = Parameters(launch, values, places);
            device.Check(
                CudaDriver.GraphAddKernelNode(
                    node + i,
                    handle,
                    count == 0 ? null : node + first,
                    (nuint)count,
                    &parameters
                ),
                $"adding kernel '{launch.Name}' to a graph"
            );
        }
    }

    private void Set(int i, ReadOnlySpan<ulong> next)
    {
        ref readonly var launch = ref shape[i];
        var places = stackalloc void*[launch.Arguments.Count];
        fixed (ulong* values = next)
        {
            var parameters = Parameters(launch, values, places);
            device.Check(
                CudaDriver.GraphSetParameters(executable, nodes[i], &parameters),
                $"giving kernel '{launch.Name}' its arguments"
            );
        }
    }

    // The driver copies the values.
    private static CudaDriver.KernelNodeParameters Parameters(
        in CudaLaunch launch,
        ulong* arguments,
        void** places
    )
    {
        for (var i = 0; i < launch.Arguments.Count; i++)
        {
            places[i] = arguments + launch.Arguments.First + i;
        }

        return new()
        {
            Function = launch.Function,
            GridX = (uint)launch.Groups.X,
            GridY = (uint)launch.Groups.Y,
            GridZ = 1,
            BlockX = (uint)launch.Threads.X,
            BlockY = (uint)launch.Threads.Y,
            BlockZ = 1,
            Arguments = places,
        };
    }
}
