namespace Mlp.Native.Tests;

/// <summary>Random values from a seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random random = new(seed);

    public Tensor Values(Precision precision, params int[] shape) =>
        Tensor.Create(Numbers(Product(shape), () => Normal()), shape).To(precision);

    public Tensor Between(double least, double most, Precision precision, params int[] shape) =>
        Tensor
            .Create(
                Numbers(Product(shape), () => least + ((most - least) * random.NextDouble())),
                shape
            )
            .To(precision);

    public Tensor Classes(int classes, params int[] shape) =>
        Tensor.Create(Numbers(Product(shape), () => random.NextInt64(classes)), shape);

    public Weights Weights(ModelSpec model, Precision precision) =>
        new(model.WeightShapes.Select(shape => Scaled(precision, shape)));

    private Tensor Scaled(Precision precision, int[] shape)
    {
        var scale = 1 / Math.Sqrt(shape[0]);
        return Tensor.Create(Numbers(Product(shape), () => scale * Normal()), shape).To(precision);
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
        * Math.Cos(2 * Math.PI * random.NextDouble());

    private static T[] Numbers<T>(int count, Func<T> next) =>
        [.. Enumerable.Range(0, count).Select(_ => next())];

    private static int Product(int[] shape) =>
        shape.Aggregate(1, (product, size) => product * size);
}
