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
            ["file", "transactions", "claims", "lines", "charge", "paid", "bpr", "plb", "groups", "carc", "rarc", "status", "denials", "balanced", "problems", "type", "types"],
            t.EnumerateObject().Select(p => p.Name).Take(17)));
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

    [Theory]
    [InlineData("835-denied-line-on-paid-claim.835", "835")]
    [InlineData("835-truncated.835", "835")]
    [InlineData("277ca-one-accepted-one-rejected.277", "277CA")]
    [InlineData("reader/277-response.277", "277")]
    [InlineData("999-one-claim-in-error.999", "999")]
    [InlineData("reader/997-one-rejected.997", "997")]
    [InlineData("reader/ta1-rejected.ta1", "TA1")]
    [InlineData("reader/999-every-segment.999", "999")]
    [InlineData("837p-weekly-batch.837", "837P")]
    public async Task The_type_comes_from_the_content(string file, string type)
    {
        var told = await Told(Path.Combine(Samples, file));

        Assert.Equal(type, told.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_claim_that_a_clearinghouse_returns_is_listed_with_who_and_why()
    {
        var told = await Told(Path.Combine(Samples, "277ca-one-accepted-one-rejected.277"));

        Assert.Equal((1, 1, 2), (told.GetProperty("accepted").GetInt32(), told.GetProperty("rejected").GetInt32(), told.GetProperty("claims").GetInt32()));
        var rejection = Assert.Single(told.GetProperty("rejections").EnumerateArray());
        Assert.Equal("CB200202", rejection.GetProperty("claim").GetString());
        Assert.Equal("clearinghouse", rejection.GetProperty("who").GetString());
        Assert.Equal(["A7:562:82"], rejection.GetProperty("codes").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("Rejected: data wrong – NPI (rendering provider).", rejection.GetProperty("reason").GetString());
        Assert.StartsWith("transaction 1, segment ", rejection.GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_lost_in_a_refused_file_are_named_with_their_transaction()
    {
        var told = await Told(Path.Combine(Samples, "reader", "999-every-segment.999"));

        Assert.Equal((5, 4), (told.GetProperty("accepted").GetInt32(), told.GetProperty("rejected").GetInt32()));
        Assert.Equal(
            ["interchange 000000909 ", "claim 0002 CB200501", "claim 0002 CB200502", "transaction 0002 ", "transaction 0004 ", "group 912 "],
            told.GetProperty("rejections").EnumerateArray().Select(r => $"{r.GetProperty("level")} {r.GetProperty("control")} {r.GetProperty("claim")}"));
        Assert.Equal(["accepted", "rejected", "accepted_with_errors", "rejected"], told.GetProperty("sets").EnumerateArray().Select(s => s.GetProperty("state").GetString()));
        Assert.Empty(told.GetProperty("groups").EnumerateObject());
    }

    [Fact]
    public async Task A_file_of_several_types_tells_all_of_them_and_keeps_the_sums_of_its_remittances()
    {
        var remittance = Path.Combine(Samples, "835-denied-line-on-paid-claim.835");
        var mixed = Path.GetTempFileName();
        foreach (var part in (string[])[Path.Combine(Samples, "277ca-one-accepted-one-rejected.277"), remittance, Path.Combine(Samples, "999-one-claim-in-error.999")])
        {
            await File.AppendAllTextAsync(mixed, await File.ReadAllTextAsync(part, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }

        var (alone, told) = (await Told(remittance), await Told(mixed));

        File.Delete(mixed);
        Assert.Equal("mixed", told.GetProperty("type").GetString());
        Assert.Equal(["277CA", "835", "999"], told.GetProperty("types").EnumerateArray().Select(t => t.GetProperty("type").GetString()));
        foreach (var key in (string[])["transactions", "claims", "lines", "charge", "paid", "bpr", "plb", "groups", "carc", "rarc", "status", "denials", "balanced", "problems"])
        {
            Assert.Equal(alone.GetProperty(key).ToString(), told.GetProperty(key).ToString());
        }

        Assert.Equal(["CB200202", "CB200201"], told.GetProperty("rejections").EnumerateArray().Select(r => r.GetProperty("claim").GetString()));
    }

    [Fact]
    public async Task Submitted_claims_are_counted_by_frequency()
    {
        var told = await Told(Path.Combine(Samples, "837p-weekly-batch.837"));
        var (_, words, _) = await DeskProcess.RunAsync(null, "inspect", Path.Combine(Samples, "837p-weekly-batch.837"));

        Assert.Equal((1, "283.00"), (told.GetProperty("claims").GetInt32(), told.GetProperty("charge").GetString()));
        Assert.Equal(told.GetProperty("claims").GetInt32(), told.GetProperty("submitted").GetProperty("claims").GetInt32());
        Assert.Equal(1, told.GetProperty("byFrequency").GetProperty("1").GetInt32());
        Assert.Contains("Claim CB200201", words, StringComparison.Ordinal);
        Assert.Contains("1 claims submitted (1 original), 2 lines, $283.00.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_in_a_file_does_not_steer_the_terminal()
    {
        var file = Path.GetTempFileName();
        var text = await File.ReadAllTextAsync(Path.Combine(Samples, "277ca-one-accepted-one-rejected.277"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("*U*165~", "*U*165********\u001b[2JNPI NOT ON FILE~", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (_, output, _) = await DeskProcess.RunAsync(null, "inspect", file);

        File.Delete(file);
        Assert.Contains("NPI NOT ON FILE", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task In_words_every_rejection_says_what_is_wrong()
    {
        var (code, output, _) = await DeskProcess.RunAsync(
            null, "inspect", Path.Combine(Samples, "277ca-one-accepted-one-rejected.277"), Path.Combine(Samples, "999-one-claim-in-error.999"));

        Assert.Equal(0, code);
        Assert.Contains("REJECTED  Claim CB200202  $165.00  [A7:562:82]", output, StringComparison.Ordinal);
        Assert.Contains("Rejected: data wrong – NPI (rendering provider)", output, StringComparison.Ordinal);
        Assert.Contains("REJECTED  Claim CB200201", output, StringComparison.Ordinal);
        Assert.Contains("SV102: A required value is missing.", output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Told(string file)
    {
        var (code, output, _) = await DeskProcess.RunAsync(null, "inspect", "--json", file);
        Assert.Equal(0, code);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }
}
