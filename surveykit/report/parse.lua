-- Reads [[reader, text], ...] and writes the parsed documents as one JSON array, so that one
-- start of pandoc parses all cells and no cell can swallow the next.
local out = {}
for i, job in ipairs(pandoc.json.decode(io.read("a"), false)) do
  out[i] = pandoc.write(pandoc.read(job[2], job[1]), "json")
end
io.write("[" .. table.concat(out, ",") .. "]")
