using System.Text;

namespace DenialDesk.X12.Tests;

/// <summary>The same content in other clothes: other delimiters, line ends, marks at the start, or a stream that gives a few bytes at a time.</summary>
internal static class Dress
{
    /// <summary>Writes a file of <c>* : ^ ~</c> with other delimiters, one segment a line when a line end is given.</summary>
    public static byte[] With(string text, char element, char component, char repetition, char segment, string lineEnd)
    {
        var result = new StringBuilder();
        foreach (var raw in text.Split('~'))
        {
            var line = raw.Trim('\r', '\n');
            if (line.Length == 0)
            {
                continue;
            }

            var isa = line.StartsWith("ISA", StringComparison.Ordinal);
            foreach (var c in line)
            {
                result.Append(c switch { '*' => element, ':' => component, '^' when isa || repetition != '^' => repetition, _ => c });
            }

            result.Append(segment).Append(lineEnd);
        }

        return Encoding.Latin1.GetBytes(result.ToString());
    }

    /// <summary>A stream that gives at most so many bytes a read.</summary>
    public sealed class Dripping(byte[] content, int most) : Stream
    {
        private int at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => content.Length;

        public override long Position
        {
            get => at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var give = Math.Min(Math.Min(most, count), content.Length - at);
            Array.Copy(content, at, buffer, offset, give);
            at += give;
            return give;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
