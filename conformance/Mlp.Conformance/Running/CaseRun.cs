namespace Mlp.Conformance;

/// <summary>One case on its way through one backend: its inputs as operations take them, and the outputs it asks for.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Case">The case.</param>
internal sealed record CaseRun(IBackend Backend, Case Case)
{
    /// <summary>The single operations.</summary>
    /// <exception cref="NotSupportedException">The backend offers none.</exception>
    public IOperations Operations =>
        Backend.Operations
        ?? throw new NotSupportedException($"{Backend.Name} offers no single operations.");

    /// <summary>Stops what takes long.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The type that is computed in.</summary>
    public Precision Precision =>
        Case.DType == ElementType.Float64 ? Precision.Float64 : Precision.Float32;

    /// <summary>Parameters of the case.</summary>
    public Node.Map Params => Case.Params;

    /// <summary>Inputs of the case.</summary>
    public Node.Map Inputs => Case.Inputs;

    /// <summary>An input as it was given.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name.</exception>
    public Tensor Input(string name) => Inputs[name].AsTensor();

    /// <summary>An input as it was given, or null.</summary>
    public Tensor? OptionalInput(string name) =>
        Inputs.TryGet(name, out var node) ? node.AsTensor() : null;

    /// <summary>An input in the case's precision.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name.</exception>
    public Tensor Floating(string name) => InPrecision(Input(name));

    /// <summary>Variables in the case's precision.</summary>
    public Weights Variables(Node node) =>
        new(node.AsList().Select(variable => InPrecision(variable.AsTensor())));

    // What must be refused is handed over as it is: its type may be what is wrong. Whether it must, an exported case does not say.
    private Tensor InPrecision(Tensor tensor) =>
        Case.ExpectsRefusal || Case.Outputs is not null ? tensor : tensor.To(Precision);

    /// <summary>The outputs that the case asks for, each by name.</summary>
    public Node.Map Outputs(Func<string, Node> give) =>
        Node.Map.Of(OutputNames.Of(Case).Select(name => (name, give(name))));

    /// <summary>The exception for an output that this family does not have.</summary>
    public static NotSupportedException Unknown(string output) =>
        new($"Output '{output}' is not known here.");
}
