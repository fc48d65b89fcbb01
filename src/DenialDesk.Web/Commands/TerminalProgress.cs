namespace DenialDesk.Web.Commands;

/// <summary>How far a long verb is, on one line of the terminal that writes over itself; silent where the output goes to a file.</summary>
internal static class TerminalProgress
{
    private const int Width = 60;

    /// <summary>Shows percent and what is being done.</summary>
    public static void Tell(int percent, string doing)
    {
        if (!Console.IsErrorRedirected) { Console.Error.Write($"\r{percent,3} %  {doing}".PadRight(Width)); }
    }

    /// <summary>Clears the line.</summary>
    public static void End()
    {
        if (!Console.IsErrorRedirected) { Console.Error.Write('\r' + new string(' ', Width) + '\r'); }
    }
}
