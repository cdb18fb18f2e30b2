using System.Reflection;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests.Truth;

/// <summary>Every operation refuses null by name, on every backend, where it takes no null.</summary>
public class NullArgumentTests
{
    private static readonly Tensor Matrix = new double[,]
    {
        { 0.25 },
    };
    private static readonly Tensor Vector = new double[] { 0.25 };
    private static readonly Tensor Whole = new long[] { 0 };

    // What each operation takes, as the other arguments of the one that is null.
    private static readonly Dictionary<string, object?[]> Arguments = new()
    {
        [nameof(IOperations.Loss)] = [new BinaryCrossentropy(), Matrix, Matrix, null],
        [nameof(IOperations.LossGradient)] = [new BinaryCrossentropy(), Matrix, Matrix, null],
        [nameof(IOperations.RowWeights)] =
        [
            Whole,
            new Dictionary<int, double>(),
            null,
            Precision.Float64,
        ],
        [nameof(IOperations.Activate)] = [new Activation.Relu(), Matrix],
        [nameof(IOperations.ActivateGradient)] = [new Activation.Relu(), Matrix, Matrix],
        [nameof(IOperations.DenseForward)] = [new Activation.Relu(), Matrix, Matrix, Vector],
        [nameof(IOperations.DenseBackward)] =
        [
            new Activation.Relu(),
            Matrix,
            Matrix,
            Vector,
            Matrix,
        ],
        [nameof(IOperations.ToCategorical)] = [Whole, null],
        [nameof(IOperations.ArgMax)] = [Vector, -1],
        [nameof(IOperations.Optimize)] =
        [
            new Sgd(),
            new Weights(Vector),
            new Weights[] { new(Vector) },
        ],
        [nameof(IOperations.LearningRates)] = [new ConstantRate(0.1), Whole, Precision.Float64],
        [nameof(IOperations.Metric)] = [new Accuracy(), Matrix, Matrix, null, 1],
        [nameof(IOperations.Resolve)] = [new Accuracy(), new[] { 1, 1 }, new[] { 1, 1 }],
        [nameof(IOperations.RunningMean)] = [Vector, Vector],
        [nameof(IOperations.StandardScaler)] = [true, true],
        [nameof(IOperations.TrainTestSplit)] = [4, null, null],
        [nameof(IOperations.ValidationSplit)] = [4, 0.5],
    };

    private static IEnumerable<MethodInfo> Operations =>
        typeof(IOperations).GetMethods().Where(method => !method.IsSpecialName);

    private static IEnumerable<TestCaseData> NotNull()
    {
        var nullability = new NullabilityInfoContext();
        return from backend in Backends.Names
            from operation in Operations
            from parameter in operation.GetParameters()
            where nullability.Create(parameter).WriteState == NullabilityState.NotNull
            where !parameter.ParameterType.IsValueType
            select new TestCaseData(backend, operation, parameter).SetArgDisplayNames(
                backend,
                operation.Name,
                parameter.Name!
            );
    }

    [Test]
    public void Every_operation_takes_these_arguments(
        [ValueSource(typeof(Backends), nameof(Backends.Names))] string backend
    )
    {
        foreach (var operation in Operations)
        {
            Assert.That(
                () => operation.Invoke(Backends.Operations(backend), Arguments[operation.Name]),
                Throws.Nothing,
                operation.Name
            );
        }
    }

    [TestCaseSource(nameof(NotNull))]
    public void Null_is_refused_by_name(
        string backend,
        MethodInfo operation,
        ParameterInfo parameter
    )
    {
        object?[] arguments = [.. Arguments[operation.Name]];
        arguments[parameter.Position] = null;
        var refused = Assert.Throws<TargetInvocationException>(() =>
            operation.Invoke(Backends.Operations(backend), arguments)
        );
        Assert.That(
            refused!.InnerException,
            Is.TypeOf<ArgumentNullException>()
                .With.Property(nameof(ArgumentException.ParamName))
                .EqualTo(parameter.Name)
        );
    }
}
