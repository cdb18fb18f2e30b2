namespace Mlp.Native;

/// <summary>Work that several workers do together.</summary>
internal interface IJob
{
    /// <summary>One worker's part. All workers meet at the same barriers.</summary>
    void Work(int worker, int workers, Barrier barrier);
}
