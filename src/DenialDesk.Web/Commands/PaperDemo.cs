using System.Globalization;
using System.Text;
using DenialDesk.App.Documents;
using DenialDesk.App.FollowUps;
using DenialDesk.App.People;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.FollowUps;

namespace DenialDesk.Web.Commands;

/// <summary>Gives the demo's first denials some papers: a note that was added, one that a department was asked for, and calls to payers.</summary>
public sealed class PaperDemo(AddDocument add, AskForDocument ask, SeeDocuments see, LogCalls calls)
{
    /// <summary>Adds a note to a denial and asks for what else it needs.</summary>
    public async Task AddAsync(int practiceId, long denialId, Actor biller, CancellationToken cancellation)
    {
        using var content = new MemoryStream(Page("Note of the visit: seen, examined, treated as ordered. Made up for the demo."));
        await add.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = practiceId, DenialId = denialId, Kind = DocumentKind.ClinicalNotes, Title = "Note of the visit", FileName = "visit-note.pdf", Content = content }, biller, cancellation);
        if (await see.Run(new() { PracticeId = practiceId, DenialId = denialId }, biller, cancellation) is not { } view) { return; }

        foreach (var one in view.Required.Where(r => !r.Settled).Take(1))
        {
            await ask.Run(new() { CommandId = Guid.NewGuid(), PracticeId = practiceId, DenialId = denialId, Kind = one.Rule.Kind, Department = "Clinical documentation", DueOn = view.RequestDue }, biller, cancellation);
        }
    }

    /// <summary>Writes down a call about a denial that was sent.</summary>
    public Task CallAsync(int practiceId, long denialId, DateOnly today, bool promised, Actor biller, CancellationToken cancellation)
        => calls.Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                Calls = [new(practiceId, denialId, new(today, "800-555-0100", "Dana, provider services", "C-20417", CallResult.InProcess, "With the review team.", promised ? today.AddDays(12) : null, promised ? null : today))],
            },
            biller, cancellation);

    /// <summary>A page with some lines on it, as small as a PDF can be. Lines hold no parentheses.</summary>
    internal static byte[] Page(params string[] lines)
    {
        var line = string.Concat(lines.Select((l, i) => string.Create(CultureInfo.InvariantCulture, $"BT /F1 14 Tf 60 {720 - (24 * i)} Td ({l}) Tj ET\n"))).TrimEnd();
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 792 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {line.Length} >>\nstream\n{line}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = text.Length;
        text.Append("xref\n0 6\n0000000000 65535 f \n");
        foreach (var place in places) { text.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"); }

        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
