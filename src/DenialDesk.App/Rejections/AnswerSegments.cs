using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.X12;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>The segments of an answer and of a submitted claim as they stand in their kept files.</summary>
internal static class AnswerSegments
{
    private const int MostShown = 60;

    /// <summary>From the answer's first segment to the next answer: of a 999 to its IK5, of a 277CA to the next level, of a TA1 it alone.</summary>
    public static async Task<List<string>> OfAnswerAsync(DeskSource database, long fileId, int segment, string kind, CancellationToken cancellation)
    {
        await using var kept = PieceStream.Open(database, PieceShelf.Files, fileId, cancellation);
        await using var reader = new X12Reader(kept);
        var found = new List<string>();
        while (found.Count < MostShown && await reader.ReadAsync(cancellation))
        {
            if (reader.At.Segment < segment) { continue; }

            if (found.Count > 0 && Ends(kind, reader.Segment.Id)) { break; }

            found.Add(reader.Segment.ToString());
            if (kind == "TA1") { break; }
        }

        return found;
    }

    /// <summary>The claim's own segments. The byte after the range ends its last segment, and so every segment.</summary>
    public static async Task<List<string>> OfClaimAsync(DeskSource database, long fileId, long offset, int length, CancellationToken cancellation)
    {
        if (length <= 0) { return []; }

        var bytes = await FilePieces.ReadAsync(database, fileId, offset, length, cancellation);
        return bytes.Length == 0 ? [] : [.. Encoding.Latin1.GetString(bytes, 0, bytes.Length - 1).Split((char)bytes[^1]).Select(s => s.Trim()).Where(s => s.Length > 0)];
    }

    private static bool Ends(string kind, string id) => kind == "277CA" ? id is "HL" or "SE" or "TRN" : id is "AK2" or "AK9" or "SE" or "GE" or "IEA";
}
