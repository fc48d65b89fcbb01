using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Tests.Claims;

/// <summary>Everything a reader gives for a file of claims.</summary>
internal sealed record ReadClaims(
    IReadOnlyList<ClaimBatch> Batches, IReadOnlyList<SubmittedClaim> Claims, IReadOnlyList<ClaimBatchTotals> Totals, IReadOnlyList<Problem> Problems, ClaimFile File)
{
    public static ReadClaims Of(byte[] bytes, X12Limits? limits = null) => Of(new MemoryStream(bytes), limits);

    public static ReadClaims Of(Stream stream, X12Limits? limits = null)
    {
        using var reader = new ClaimReader(stream, limits);
        var batches = new List<ClaimBatch>();
        var claims = new List<SubmittedClaim>();
        var totals = new List<ClaimBatchTotals>();
        while (reader.Read())
        {
            Keep(reader.Current!, batches, claims, totals);
        }

        return new ReadClaims(batches, claims, totals, reader.Problems, reader.File);
    }

    public static async Task<ReadClaims> OfAsync(Stream stream, CancellationToken cancellation)
    {
        await using var reader = new ClaimReader(stream);
        var batches = new List<ClaimBatch>();
        var claims = new List<SubmittedClaim>();
        var totals = new List<ClaimBatchTotals>();
        while (await reader.ReadAsync(cancellation))
        {
            Keep(reader.Current!, batches, claims, totals);
        }

        return new ReadClaims(batches, claims, totals, reader.Problems, reader.File);
    }

    private static void Keep(ClaimItem item, List<ClaimBatch> batches, List<SubmittedClaim> claims, List<ClaimBatchTotals> totals)
    {
        switch (item)
        {
            case BatchOpened opened:
                batches.Add(opened.Batch);
                break;
            case SubmittedClaimRead read:
                claims.Add(read.Claim);
                break;
            case BatchClosed closed:
                totals.Add(closed.Totals);
                break;
        }
    }
}
