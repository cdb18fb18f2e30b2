namespace Mlp.Native;

public static class Categories
{
    public static Tensor<double> ToCategorical(Tensor labels, int? classes = null) =>
        throw new NotImplementedException();

    public static Tensor<long> ArgMax(Tensor x, int? axis = -1) =>
        throw new NotImplementedException();
}
