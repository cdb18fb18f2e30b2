namespace Mlp.Gpu;

/// <summary>A sequence on a device that takes launches one by one.</summary>
internal sealed class SequenceAsItComes : IDeviceSequence
{
    public void Run(Action launches) => launches();

    public void Abreast(Action launches) => launches();

    public void Dispose() { }
}
