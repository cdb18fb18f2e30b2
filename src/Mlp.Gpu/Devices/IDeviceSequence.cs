namespace Mlp.Gpu;

/// <summary>
/// Launches that are queued together, again and again, with other arguments: a device may take them as one. Of one thread at a time.
/// </summary>
internal interface IDeviceSequence : IDisposable
{
    /// <summary>Queues what is launched on this thread meanwhile, once all of it is known or as it comes.</summary>
    /// <param name="launches">Launches; neither reads, writes nor waits, as nothing may have been queued yet.</param>
    void Run(Action launches);

    /// <summary>Launches within a run that need all before them and not each other; what comes after needs all of them.</summary>
    void Abreast(Action launches);
}
