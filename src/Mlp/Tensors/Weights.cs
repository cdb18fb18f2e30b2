using System.Collections;

namespace Mlp;

/// <summary>
/// The variables of a model in Keras' order: for each dense layer its kernel <c>[inputs, units]</c>, then its bias
/// <c>[units]</c>. All float32 or all float64. Also used for gradients, which have the same shapes.
/// </summary>
public sealed class Weights : IReadOnlyList<Tensor>
{
    private readonly Tensor[] variables;

    /// <summary>Weights from variables that are all float32 or all float64.</summary>
    /// <exception cref="ArgumentException">A variable has another type than the first, or none of the two.</exception>
    public Weights(params IEnumerable<Tensor> variables)
    {
        this.variables = [.. variables];
        for (var i = 0; i < this.variables.Length; i++)
        {
            var type = this.variables[i].Type;
            if (
                type is not (ElementType.Float32 or ElementType.Float64)
                || type != this.variables[0].Type
            )
            {
                throw new ArgumentException(
                    $"Variable {i} is {this.variables[i]}; all variables must be float32, or all float64.",
                    nameof(variables)
                );
            }
        }
    }

    /// <summary>The type of all variables; float32 when there are none.</summary>
    public Precision Precision =>
        variables.Length > 0 && variables[0].Type == ElementType.Float64
            ? Precision.Float64
            : Precision.Float32;

    /// <summary>Whether a value is NaN, as after a training that diverged: no model takes such weights.</summary>
    internal bool HasNaN =>
        variables.Any(tensor =>
            Enumerable.Range(0, tensor.Length).Any(i => double.IsNaN(tensor[i]))
        );

    /// <inheritdoc/>
    public int Count => variables.Length;

    /// <inheritdoc/>
    public Tensor this[int index] => variables[index];

    /// <summary>The same weights in another precision, rounded to nearest.</summary>
    public Weights To(Precision precision) => new(variables.Select(v => v.To(precision)));

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)variables).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
