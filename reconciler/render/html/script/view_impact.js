// Impact: may this go in?

view({ key: "impact", title: "Impact", sentence: () => report.said.verdict, draw: () => {} });
