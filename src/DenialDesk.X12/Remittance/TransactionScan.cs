namespace DenialDesk.X12.Remittance;

/// <summary>One 835 of a file as a first pass sees it, enough to decide whether it is new, a duplicate or for quarantine.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Trailer">Its end: hash, counts, totals, balance, completeness, whether a problem rejects it.</param>
/// <param name="Problems">The problems inside it, up to the reader's limit.</param>
/// <param name="EnvelopeIsComplete">False when its interchange or group has no end (IEA, GE): the file may have been cut off behind it.</param>
public sealed record ScannedTransaction(
    RemittanceHeader Header, RemittanceTrailer Trailer, IReadOnlyList<Problem> Problems, bool EnvelopeIsComplete)
{
    /// <summary>True when it must not be posted before a person has looked.</summary>
    public bool Rejects => Trailer.Rejects || !EnvelopeIsComplete;
}

/// <summary>A fast first pass over a stream.</summary>
public static class TransactionScan
{
    /// <summary>Lists the 835s of a stream in the order they stand.</summary>
    public static TransactionScanResult Run(Stream stream, X12Limits? limits = null)
    {
        using var reader = new RemittanceReader(stream, OptionsFor(limits));
        var found = new Collector();
        while (reader.Read())
        {
            found.Take(reader.Current!);
        }

        return found.Result(reader);
    }

    /// <summary>Lists the 835s of a stream in the order they stand.</summary>
    public static async Task<TransactionScanResult> RunAsync(Stream stream, X12Limits? limits = null, CancellationToken cancellation = default)
    {
        await using var reader = new RemittanceReader(stream, OptionsFor(limits));
        var found = new Collector();
        while (await reader.ReadAsync(cancellation))
        {
            found.Take(reader.Current!);
        }

        return found.Result(reader);
    }

    private static RemittanceOptions OptionsFor(X12Limits? limits) =>
        new() { Limits = limits ?? X12Limits.Default, RecycleClaims = true };

    private sealed class Collector
    {
        private readonly List<ScannedTransaction> transactions = [];
        private readonly List<Problem> problems = [];
        private RemittanceHeader? header;

        public void Take(RemittanceItem item)
        {
            problems.AddRange(item.Problems);
            switch (item)
            {
                case TransactionOpened opened:
                    header = opened.Header;
                    break;
                case TransactionClosed closed when header is not null:
                    transactions.Add(new(header, closed.Trailer, problems.ToArray(), true));
                    problems.Clear();
                    break;
            }
        }

        public TransactionScanResult Result(RemittanceReader reader)
        {
            for (var i = 0; i < transactions.Count; i++)
            {
                if (reader.BrokenInterchanges.Contains(transactions[i].Header.At.Interchange))
                {
                    transactions[i] = transactions[i] with { EnvelopeIsComplete = false };
                }
            }

            return new(transactions, reader.File, reader.Problems);
        }
    }
}

/// <summary>What a first pass found.</summary>
/// <param name="Transactions">The 835s in file order.</param>
/// <param name="File">The file as a whole.</param>
/// <param name="Problems">Every problem of the file, up to the limit.</param>
public sealed record TransactionScanResult(
    IReadOnlyList<ScannedTransaction> Transactions, RemittanceFile File, IReadOnlyList<Problem> Problems);

/// <summary>Cuts raw bytes into lines for a person.</summary>
public static class RawSegments
{
    /// <summary>The segments of a byte range, one string each, terminators and line breaks taken off; other bytes as sent. Holds patient data.</summary>
    /// <param name="range">The bytes a <see cref="Location.Offset"/> and a byte length point to.</param>
    /// <param name="delimiters">The delimiters of the interchange the range was cut from.</param>
    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> range, Delimiters delimiters)
    {
        var lines = new List<string>();
        while (!range.IsEmpty)
        {
            var end = range.IndexOf(delimiters.Segment);
            var line = Bytes.Trim(end < 0 ? range : range[..end]);
            if (!line.IsEmpty)
            {
                lines.Add(Bytes.Decode(line));
            }

            range = end < 0 ? default : range[(end + 1)..];
        }

        return lines;
    }
}
