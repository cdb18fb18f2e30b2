namespace Mlp;

/// <summary>Predictions of rows in spans, for models that know tensors only.</summary>
internal static class PredictingSpans
{
    /// <summary>Copies the rows into a tensor, and the outputs out of one.</summary>
    public static void ByTensor<T>(
        IModel model,
        Precision precision,
        ReadOnlySpan<T> x,
        Span<T> outputs
    )
        where T : unmanaged
    {
        var spec = model.Spec;
        Check.Precision(model.Compiled.Precision, precision);
        var rows = Check.Rows(spec.Inputs, spec.Outputs, x.Length, outputs.Length);
        int[] shape = [rows, .. spec.InputShape];
        var tensor = Tensor.Create(x.ToArray(), shape);
        ((Tensor<T>)model.Predict(tensor)).Values.CopyTo(outputs);
    }
}
