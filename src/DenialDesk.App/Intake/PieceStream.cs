using System.IO.Pipelines;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Kept pieces read as one stream, one piece in memory at a time.</summary>
internal static class PieceStream
{
    /// <summary>Opens it; what goes wrong in the database is thrown at the reader.</summary>
    public static Stream Open(DeskSource database, PieceShelf shelf, long ownerId, CancellationToken cancellation)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 2 * 1024 * 1024, resumeWriterThreshold: 1024 * 1024, useSynchronizationContext: false));
        _ = FillAsync(pipe.Writer, database, shelf, ownerId, cancellation);
        return pipe.Reader.AsStream();
    }

    private static async Task FillAsync(PipeWriter writer, DeskSource database, PieceShelf shelf, long ownerId, CancellationToken cancellation)
    {
        try
        {
            await FilePieces.CopyToAsync(database, shelf, ownerId, writer.AsStream(leaveOpen: true), cancellation);
            await writer.CompleteAsync();
        }
        catch (Exception problem)
        {
            await writer.CompleteAsync(problem);
        }
    }
}
