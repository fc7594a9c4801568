done = function(summary, latency, requests)
  for _, share in ipairs({50, 95, 99}) do
    io.write(string.format("p%d %.3f\n", share, latency:percentile(share) / 1000))
  end
end
