namespace Mlp.Gpu.Tests;

/// <summary>A device that runs launches which do not need each other last to first.</summary>
internal sealed class BackwardsDevice(IDevice device) : DeviceAround(device)
{
    // What is launched abreast; null while launches are queued as they come.
    private Stack<Action>? abreast;

    /// <summary>Launches that ran out of their order.</summary>
    public int Turned { get; private set; }

    public override IDeviceSequence Sequence() => new Backwards(this);

    protected override void Launch(string kernel, KernelArgument[] arguments, Action launch)
    {
        if (abreast is null)
        {
            launch();
        }
        else
        {
            abreast.Push(launch);
        }
    }

    private sealed class Backwards(BackwardsDevice owner) : IDeviceSequence
    {
        public void Run(Action launches) => launches();

        public void Abreast(Action launches)
        {
            var turned = owner.abreast = [];
            launches();
            owner.abreast = null;
            owner.Turned += turned.Count > 1 ? turned.Count : 0;
            foreach (var launch in turned)
            {
                launch();
            }
        }

        public void Dispose() { }
    }
}
