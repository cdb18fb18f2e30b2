// Experts against a crowd: 2,000 images labelled by experts, 20,000 by a crowd that calls six of ten shirts T-shirts. A sample
// weight says how far a label is to be trusted.
const int Experts = 2_000;
const int Rows = 22_000;
const int TShirt = 0;
const int Shirt = 6;

var data = FashionMnist.Load();
var images = data.Train.X.Slice(0, Rows);
var truth = ((Tensor<long>)data.Train.Y).Values[..Rows];

var random = new SeededRandom(seed: 0);
var labels = truth.ToArray();
var wrong = 0;
for (var row = Experts; row < Rows; row++)
{
    if (labels[row] == Shirt && random.NextDouble() < 0.6)
    {
        labels[row] = TShirt;
        wrong++;
    }
}

Console.WriteLine(
    $"{Experts} labels of experts, {Rows - Experts} of the crowd, {wrong} of them wrong"
);
Console.WriteLine();
Console.WriteLine("weight of experts : crowd   test accuracy   shirts found");
foreach (var (expert, crowd) in new[] { (1f, 1f), (5f, 1f), (20f, 1f), (1f, 0f) })
{
    var weights = new float[Rows];
    weights.AsSpan(0, Experts).Fill(expert);
    weights.AsSpan(Experts).Fill(crowd);

    using var model = new Sequential(
        new Input(28, 28),
        new Flatten(),
        new Dense(64, "relu"),
        new Dense(10, "softmax")
    ).Compile("sparse_categorical_crossentropy", "adam", ["accuracy"]);
    model.Fit(images, labels, epochs: 5, sampleWeight: weights);

    var predicted = model.PredictClasses(data.Test.X);
    var confusion = Scores.ConfusionMatrix(data.Test.Y, predicted);
    var found = confusion[Shirt, Shirt] / 1_000;
    var ratio = $"{expert} : {crowd}";
    Console.WriteLine($"{ratio, 25}{Scores.Accuracy(data.Test.Y, predicted), 16:F3}{found, 15:P0}");
}
