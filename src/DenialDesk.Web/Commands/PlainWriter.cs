using System.Text;

namespace DenialDesk.Web.Commands;

/// <summary>Passes lines on without control characters: a name or message in a file must not steer a terminal.</summary>
internal sealed class PlainWriter(TextWriter to) : TextWriter
{
    public override Encoding Encoding => to.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value) => to.Write(Plain(value));

    public override void WriteLine() => to.WriteLine();

    public override void WriteLine(string? value) => to.WriteLine(Plain(value));

    private static string Plain(string? text) =>
        text is null || !text.Any(char.IsControl) ? text ?? "" : string.Concat(text.Where(c => !char.IsControl(c)));
}
