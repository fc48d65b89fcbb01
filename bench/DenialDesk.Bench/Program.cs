Console.WriteLine("verbs: reader, import, queue");
