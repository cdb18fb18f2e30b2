namespace Mlp.Data;

public static class Split
{
    public static (int Train, int Test) TrainTest(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => throw new NotImplementedException();

    public static int Validation(int rows, double fraction) => throw new NotImplementedException();
}
