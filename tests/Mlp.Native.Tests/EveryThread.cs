namespace Mlp.Native.Tests;

/// <summary>Tests of threads run as many as they ask for, on machines with few processors too.</summary>
[SetUpFixture]
public sealed class EveryThread
{
    [OneTimeSetUp]
    public void Allow() => CpuBackend.Oversubscribe = true;
}
