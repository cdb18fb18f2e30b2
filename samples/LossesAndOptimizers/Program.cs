// Two losses and two optimizers on one network, from the same weights and over the same rows in the same order. MSE weighs far
// misses by their square, MAE by their size: each is best by its own measure.
var housing = CaliforniaHousing.Load();
var (rest, test) = Split.TrainTestSplit(new Samples(housing.Features, housing.Target));
var (train, _) = Split.TrainTestSplit(rest);
var scaler = new StandardScaler();
var trainX = scaler.FitTransform(train.X);
var testX = scaler.Transform(test.X);

var net = new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1));
Console.WriteLine("loss  optimizer   training loss, epochs 1, 5 and 20    test MSE   test MAE");
foreach (var loss in new[] { "mse", "mae" })
{
    foreach (var optimizer in new[] { "sgd", "adam" })
    {
        using var model = net.Compile(loss, optimizer, ["mse", "mae"]);
        var history = model.Fit(trainX, train.Y, epochs: 20);
        var curve = string.Join("  ", new[] { 0, 4, 19 }.Select(i => $"{history["loss"][i]:F3}"));
        var figures = model.Evaluate(testX, test.Y);
        Console.WriteLine(
            $"{loss, 4}{optimizer, 11}{curve, 38}{figures["mse"], 12:F3}{figures["mae"], 11:F3}"
        );
    }
}
