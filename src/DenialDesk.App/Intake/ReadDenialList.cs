using System.Text.Json;
using CsvHelper;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>A list as read: its headers, how they are understood, its rows, and the payments it makes.</summary>
/// <param name="Known">How many rows were taken in before, from an earlier list.</param>
/// <param name="Payments">The rows that are new and sound, one payment for each payer, cheque and date.</param>
public sealed record DenialList(
    Refusal? Refusal, IReadOnlyList<string> Headers, DenialListColumns Columns, IReadOnlyList<DenialListRow> Rows, int Known, IReadOnlyList<DenialListPayment> Payments);

/// <summary>One payment of a list, and the hashes of its rows.</summary>
public sealed record DenialListPayment(PaperRemittance Paper, IReadOnlyList<byte[]> Hashes);

/// <summary>Reads a list of denials from a practice-management system; nothing is posted yet.</summary>
public sealed class ReadDenialList(DeskSource database)
{
    private const int MostRows = 50_000;

    /// <summary>The list.</summary>
    public sealed record Input
    {
        public required byte[] Content { get; init; }

        /// <summary>The system it comes from; its columns are remembered under this name.</summary>
        public required string Source { get; init; }

        /// <summary>How the columns are understood; null takes what is remembered, or a guess.</summary>
        public DenialListColumns? Columns { get; init; }

        public int? PracticeId { get; init; }
    }

    /// <summary>Reads it.</summary>
    public async Task<DenialList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        using var content = new MemoryStream(input.Content);
        using var csv = CsvReader.Create(content, CsvReaderOptions.Default with { IncludeValuesInExceptions = false });
        var rows = new List<DenialListRow>();
        string[] headers = [];
        try
        {
            headers = [.. csv.Headers.Select(h => h.Trim()).Where(h => h.Length > 0)];
            var columns = input.Columns ?? await RememberedAsync(input.Source, headers, cancellation) ?? DenialListColumns.Guess(headers);
            while (csv.Read())
            {
                // Rows beyond the limit left out silently would be lost.
                if (rows.Count == MostRows) { return No($"The list has more than {MostRows:N0} rows, and none was taken in. Export fewer months at a time.", headers, columns); }

                rows.Add(DenialListRow.Read(rows.Count + 1, columns, c => headers.Contains(c) ? csv.GetString(c) : ""));
            }

            TellTwins(rows);
            if (headers.Length < 2) { return No("This is no list with columns. Save it as CSV, with the names of the columns in the first row.", headers, columns); }

            var known = await KnownAsync([.. rows.Select(r => r.Hash)], cancellation);
            var fresh = rows.Where(r => r.Problem is null && !known.Contains(Convert.ToHexString(r.Hash)));
            return new(null, headers, columns, rows, rows.Count(r => known.Contains(Convert.ToHexString(r.Hash))), [.. Payments(fresh, input.PracticeId)]);
        }
        catch (CsvFormatException)
        {
            return No("The list cannot be read as CSV. Save it again as CSV (UTF-8).", headers, new());
        }
    }

    /// <summary>A row that stands in the list twice counts once: exports repeat rows more often than claims have two lines that agree in everything. The second one says so.</summary>
    private static void TellTwins(List<DenialListRow> rows)
    {
        var first = new Dictionary<string, int>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Problem is null && !first.TryAdd(Convert.ToHexString(row.Hash), row.Number))
            {
                rows[i] = row with { Problem = $"Left out: the same as row {first[Convert.ToHexString(row.Hash)]}. Where it is another line of the claim, give its charge and denied amount in that row together with its own." };
            }
        }
    }

    private static DenialList No(string sentence, string[] headers, DenialListColumns columns) => new(new Refusal("list_unreadable", sentence), headers, columns, [], 0, []);

    private static IEnumerable<DenialListPayment> Payments(IEnumerable<DenialListRow> rows, int? practiceId)
        => rows.GroupBy(r => (Payer: r.Payer.ToUpperInvariant(), Cheque: r.Cheque.ToUpperInvariant(), r.Date)).Select(g => new DenialListPayment(
            new PaperRemittance
            {
                Payer = g.First().Payer,
                PracticeId = practiceId,
                Method = g.Any(r => r.Claim!.Paid() != 0) ? "CHK" : "NON",
                Number = g.First().Cheque is { Length: > 0 } cheque ? cheque : $"LIST{g.Key.Date:yyyyMMdd}",
                Date = g.Key.Date,
                Amount = g.Sum(r => r.Claim!.Paid()),
                Claims = [.. g.GroupBy(r => r.Claim!.PatientControlNumber).Select(Merge)],
            },
            [.. g.Select(r => r.Hash)]));

    /// <summary>Rows of one account are the lines of one claim.</summary>
    private static PaperClaim Merge(IEnumerable<DenialListRow> rows)
    {
        var claims = rows.Select(r => r.Claim!).ToList();
        var claim = claims[0];
        return new()
        {
            PatientControlNumber = claim.PatientControlNumber,
            LastName = claim.LastName,
            FirstName = claim.FirstName,
            MemberId = claim.MemberId,
            Lines = [.. claims.SelectMany(c => c.Lines)],
        };
    }

    private async Task<DenialListColumns?> RememberedAsync(string source, string[] headers, CancellationToken cancellation)
    {
        // By primary key. What is remembered counts only while the list still has those columns.
        await using var command = database.CreateCommand("select mapping::text from csv_mapping where source = $1");
        command.Parameters.AddWithValue(source);
        var columns = await command.ExecuteScalarAsync(cancellation) is string json ? JsonSerializer.Deserialize<DenialListColumns>(json, JsonSerializerOptions.Web) : null;
        return columns is not null && DenialListColumns.Fields.All(f => f.Read(columns).Length == 0 || headers.Contains(f.Read(columns))) ? columns : null;
    }

    private async Task<HashSet<string>> KnownAsync(byte[][] hashes, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = database.CreateCommand("select row_hash from csv_row where row_hash = any($1)");
        command.Parameters.AddWithValue(hashes);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new HashSet<string>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Convert.ToHexString(rows.GetFieldValue<byte[]>(0))); }

        return found;
    }
}
