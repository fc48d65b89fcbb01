using System.Text.Json;

namespace DenialDesk.Web.Tests.Commands;

public sealed class InspectTests
{
    private static readonly string Samples = Path.Combine(RepositoryRoot(), "samples", "files");

    [Fact]
    public async Task Every_sample_is_told_as_one_object_a_line_with_all_keys()
    {
        var files = Directory.GetFiles(Samples).Order(StringComparer.Ordinal).ToArray();

        var (code, output, _) = await DeskProcess.RunAsync(null, ["inspect", "--json", .. files]);

        var told = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(0, code);
        Assert.Equal(files, told.Select(t => t.GetProperty("file").GetString()));
        Assert.All(told, t => Assert.Equal(
            ["file", "transactions", "claims", "lines", "charge", "paid", "bpr", "plb", "groups", "carc", "rarc", "status", "denials", "balanced", "problems"],
            t.EnumerateObject().Select(p => p.Name)));
        Assert.All(told, t => Assert.Matches(@"^-?\d+\.\d\d$", t.GetProperty("charge").GetString()!));
    }

    [Fact]
    public async Task An_835_out_of_balance_is_told_as_unbalanced_and_still_succeeds()
    {
        var (code, output, _) = await DeskProcess.RunAsync(null, "inspect", "--json", Path.Combine(Samples, "835-out-of-balance.835"));

        var told = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, code);
        Assert.True(told.GetProperty("balanced").GetProperty("unbalanced").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_missing_file_is_told_and_the_others_are_still_read()
    {
        var (code, output, error) = await DeskProcess.RunAsync(null, "inspect", "--json", "nowhere.835", Path.Combine(Samples, "835-pipes.835"));

        Assert.Equal(2, code);
        Assert.Contains("nowhere.835", error, StringComparison.Ordinal);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task In_words_a_denial_is_marked()
    {
        var (code, output, _) = await DeskProcess.RunAsync(null, "inspect", Path.Combine(Samples, "835-denied-line-on-paid-claim.835"));

        Assert.Equal(0, code);
        Assert.Contains("denied", output, StringComparison.OrdinalIgnoreCase);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }
}
