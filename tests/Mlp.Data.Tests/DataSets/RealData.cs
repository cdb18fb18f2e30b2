namespace Mlp.Data.Tests;

/// <summary>The real data sets, where this machine has them: in MLP_DATA, else in a folder shared/data beside or above.</summary>
internal static class RealData
{
    public static string Folder(Func<string?, bool> isAvailable)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MLP_DATA")))
        {
            return Environment.GetEnvironmentVariable("MLP_DATA")!;
        }

        for (
            var place = new DirectoryInfo(AppContext.BaseDirectory);
            place is not null;
            place = place.Parent
        )
        {
            var folder = Path.Combine(place.FullName, "shared", "data");
            if (isAvailable(folder))
            {
                return folder;
            }
        }

        Assert.Ignore(
            "The data set is not here: neither MLP_DATA nor a folder shared/data holds it."
        );
        return "";
    }
}
