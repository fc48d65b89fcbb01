namespace DenialDesk.X12.Tests;

/// <summary>Damage as files suffer it, and worse: bytes changed, cut, repeated, moved; delimiters lost or thrown in; files glued.</summary>
internal static class Mutation
{
    private static readonly byte[] Salt = "*:~^|>\r\n \0\u001aISAGSTE-.0123456789"u8.ToArray();

    public static byte[] Of(byte[] original, Random numbers)
    {
        var bytes = original.ToList();
        var wounds = 1 + numbers.Next(6);
        for (var i = 0; i < wounds && bytes.Count > 0; i++)
        {
            Wound(bytes, numbers);
        }

        return bytes.ToArray();
    }

    private static void Wound(List<byte> bytes, Random numbers)
    {
        var at = numbers.Next(bytes.Count);
        var length = Math.Min(1 + numbers.Next(40), bytes.Count - at);
        switch (numbers.Next(9))
        {
            case 0:
                bytes[at] = (byte)numbers.Next(256);
                break;
            case 1:
                bytes[at] = Salt[numbers.Next(Salt.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.Insert(at, Salt[numbers.Next(Salt.Length)]);
                break;
            case 5:
                bytes.InsertRange(numbers.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7:
                DropOrDoubleSegment(bytes, at, numbers);
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat(Salt[numbers.Next(Salt.Length)], 1 + numbers.Next(200)));
                break;
        }
    }

    private static void DropOrDoubleSegment(List<byte> bytes, int at, Random numbers)
    {
        var start = bytes.LastIndexOf((byte)'~', at) + 1;
        var end = bytes.IndexOf((byte)'~', at);
        if (end <= start)
        {
            return;
        }

        var segment = bytes.GetRange(start, end - start + 1);
        if (numbers.Next(2) == 0)
        {
            bytes.RemoveRange(start, segment.Count);
        }
        else
        {
            bytes.InsertRange(start, segment);
        }
    }
}
