// An imbalanced set: is this T-shirt a shirt? Of 6,300 images 300 are shirts. Without weights, saying "T-shirt" is nearly always right;
// with balanced class weights both classes weigh the same in sum.
const int TShirt = 0;
const int Shirt = 6;

var data = FashionMnist.Load();
var (x, y) = Pick(data.Train, most: 300);
var (testX, testY) = Pick(data.Test, most: 50);

var balanced = ClassWeights.Balanced(y);
Console.WriteLine($"train: {y.Length - y.Sum()} T-shirts, {y.Sum()} shirts");
Console.WriteLine($"test:  {testY.Length - testY.Sum()} T-shirts, {testY.Sum()} shirts");
Console.WriteLine($"balanced weights: T-shirt {balanced[0]:F3}, shirt {balanced[1]:F3}");
Console.WriteLine();
Console.WriteLine("class weights   accuracy   T-shirts right   shirts found");
foreach (var (name, weights) in new[] { ("none", null), ("balanced", balanced) })
{
    using var model = new Sequential(
        new Input(28, 28),
        new Flatten(),
        new Dense(32, "relu"),
        new Dense(1, "sigmoid")
    ).Compile("binary_crossentropy", "sgd", ["accuracy"]);
    model.Fit(x, y, epochs: 10, classWeight: weights);

    var predicted = model.PredictClasses(testX);
    var confusion = Scores.ConfusionMatrix(testY, predicted);
    Console.WriteLine(
        $"{name, 13}{Scores.Accuracy(testY, predicted), 11:F3}{confusion[0, 0], 12} of {testY.Length - testY.Sum(), 4}{confusion[1, 1], 8} of {testY.Sum()}"
    );
}

// All T-shirts and the first shirts: images, and 1 for a shirt.
static (Tensor X, int[] Y) Pick(Samples rows, int most)
{
    var shirts = 0;
    int[] kept =
    [
        .. Enumerable
            .Range(0, rows.Rows)
            .Where(row => rows.Y[row] == TShirt || (rows.Y[row] == Shirt && shirts++ < most)),
    ];
    return (rows.X.Gather(kept), Array.ConvertAll(kept, row => rows.Y[row] == Shirt ? 1 : 0));
}
