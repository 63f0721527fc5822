package dev.convoy.state.torch;

import dev.convoy.tensor.Printable;
import java.util.Set;

/** Says why a pickle is refused that names something other than tensors, and what to do instead. */
final class Refusal {

    private static final int LONGEST_NAME = 100;

    /** Modules whose functions have no place in any weights: they run commands, open files or reach further. */
    private static final Set<String> DANGEROUS = Set.of(
            "os",
            "posix",
            "nt",
            "subprocess",
            "commands",
            "sys",
            "shutil",
            "socket",
            "importlib",
            "runpy",
            "pty",
            "pickle",
            "_pickle",
            "marshal",
            "webbrowser",
            "ctypes",
            "urllib",
            "requests",
            "timeit",
            "pdb",
            "bdb",
            "pip",
            "code",
            "asyncio");

    private static final Set<String> DANGEROUS_BUILTINS = Set.of(
            "eval",
            "exec",
            "execfile",
            "compile",
            "open",
            "file",
            "input",
            "getattr",
            "setattr",
            "__import__",
            "globals",
            "apply",
            "breakpoint");

    private Refusal() {}

    /** Why a pickle that names this may not be read. */
    static String of(String module, String name) {
        String global = printable(module + "." + name);
        String top = module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
        boolean builtin = module.equals("builtins") || module.equals("__builtin__");
        if (DANGEROUS.contains(top) || builtin && DANGEROUS_BUILTINS.contains(name)) {
            return "the pickle refers to '" + global + "', which weights never need and which can run any code: the "
                    + "file is probably malicious, and loading it in Python may run that code. Nothing in it was run "
                    + "here. Get the weights from a source you trust, as safetensors or as torch.save(model.state_dict(), "
                    + "path)";
        }
        if (name.startsWith("_rebuild_") && top.equals("torch")) {
            return "the pickle holds a tensor that is made by '" + global + "', a kind that is not supported; convert "
                    + "it in Python, by tensor.to_dense(), tensor.dequantize() or tensor.detach().clone(), and save it "
                    + "again";
        }
        boolean layer = module.startsWith("torch.nn.") || module.startsWith("torchvision.models.");
        return "the pickle refers to '" + global + "', which is "
                + (layer ? "the class of a model: this is" : "not part of a state dict: this is probably")
                + " a whole model or a checkpoint with Python objects in it, which only Python code can rebuild. "
                + "Nothing in it was run. Save the weights alone, in Python: torch.save(model.state_dict(), path)";
    }

    /** The text, shortened, in which every character can be shown. */
    static String printable(String text) {
        return Printable.escaped(text, LONGEST_NAME);
    }
}
