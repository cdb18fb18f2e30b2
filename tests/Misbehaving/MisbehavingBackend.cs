using System.Reflection;
using System.Runtime.ExceptionServices;
using Mlp;
using Mlp.Conformance.Truth;

namespace Misbehaving;

/// <summary>The plain loops, but a loss whose first label is below zero names a misdeed (<see cref="Misdeeds"/>), done before it is computed.</summary>
public sealed class MisbehavingBackend : IBackend
{
    private readonly PlainBackend plain = new();

    public string Name => "misbehaving";

    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["implementation"] = "misdeeds", ["version"] = "1" };

    public IOperations Operations => Trap.Before(plain.Operations);

    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        plain.Compile(model, compile, weights);

    // Not sealed: a proxy inherits it.
#pragma warning disable CA1852
    private class Trap : DispatchProxy
    {
        private IOperations inner = null!;

        public static IOperations Before(IOperations operations)
        {
            var proxy = Create<IOperations, Trap>();
            ((Trap)(object)proxy).inner = operations;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (
                targetMethod!.Name == nameof(IOperations.Loss)
                && args![1] is Tensor { Length: > 0 } labels
                && labels[0] < 0
            )
            {
                Misdeeds.Do((int)-labels[0]);
            }

            try
            {
                return targetMethod.Invoke(inner, args);
            }
            catch (TargetInvocationException thrown)
            {
                ExceptionDispatchInfo.Throw(thrown.InnerException!);
                throw;
            }
        }
    }
#pragma warning restore CA1852
}
