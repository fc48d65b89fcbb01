using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

/// <summary>The dated vectors of tests/data/window_vectors.json against the shipped rules.</summary>
public sealed class WindowVectorTests
{
    private static readonly Dictionary<string, JsonElement> Vectors = Read();

    public static TheoryData<string> Names => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_dated_vector_gives_its_day(string name)
    {
        var vector = Vectors[name];
        var expected = vector.GetProperty("deadline") is { ValueKind: JsonValueKind.String } day ? Day(day) : (DateOnly?)null;

        var deadline = DeadlineRule.Compute(
            ShippedWindowRules.All, CodeNames.Read<WindowAction>(vector.GetProperty("action").GetString()!), Context(vector), Events(vector));

        Assert.NotNull(deadline);
        Assert.Equal(expected, deadline.DueOn);
        Assert.Equal(expected is null, deadline.NoRight);
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using var file = File.OpenRead(Path.Combine(RuleTable.Root, "tests", "data", "window_vectors.json"));
        return JsonDocument.Parse(file).RootElement.Clone().EnumerateArray().ToDictionary(vector => vector.GetProperty("name").GetString()!);
    }

    private static WindowContext Context(JsonElement vector)
    {
        var context = vector.GetProperty("context");
        string? One(string name) => context.TryGetProperty(name, out var value) ? value.GetString() : null;
        string[] Many(string name) => context.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(code => code.GetString()!)] : [];
        return new()
        {
            Payer = One("payer"),
            PayerFamily = One("payer_family"),
            Lob = One("lob"),
            State = One("state"),
            Funding = One("funding"),
            Network = One("network"),
            ClaimType = One("claim_type"),
            DenialCategory = One("denial_category"),
            DisputeType = One("dispute_type"),
            Carcs = Many("carc"),
            Rarcs = Many("rarc"),
        };
    }

    private static WindowEvents Events(JsonElement vector)
    {
        var dates = vector.GetProperty("events").EnumerateObject().ToDictionary(pair => pair.Name, pair => Day(pair.Value));
        return new()
        {
            Dates = dates.Where(pair => CodeNames.TryRead<WindowAnchor>(pair.Key) is not null)
                .ToDictionary(pair => CodeNames.Read<WindowAnchor>(pair.Key), pair => pair.Value),
            ActualReceiptDate = dates.TryGetValue("actual_receipt_date", out var receipt) ? receipt : null,
            FilingDate = dates.TryGetValue("filing_date", out var filing) ? filing : null,
        };
    }

    private static DateOnly Day(JsonElement text) => DateOnly.ParseExact(text.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
